"""Configuration: the only package that reads environment variables and ``.env``."""

from loader.config.api import Api, Feed
from loader.config.environment import PROJECT_ROOT, Environment, split_list
from loader.config.warehouse import Warehouse

__all__ = ["PROJECT_ROOT", "Api", "Environment", "Feed", "Warehouse", "split_list"]
