"""Configuration: the only package that reads environment variables and ``.env``."""

from loader.config.api import Api, Feed
from loader.config.environment import Environment, split_list
from loader.config.folders import DBT_PROJECT, IS_CHECKOUT, PROGRAM, PROJECT_ROOT
from loader.config.tenants import Tenant
from loader.config.warehouse import Engine, Warehouse

__all__ = [
    "DBT_PROJECT",
    "IS_CHECKOUT",
    "PROGRAM",
    "PROJECT_ROOT",
    "Api",
    "Engine",
    "Environment",
    "Feed",
    "Tenant",
    "Warehouse",
    "split_list",
]
