import cProfile
import pstats
import time

from tests.tie_out.harness import *


def test_x(company):
    t0 = time.time()
    with company.reading(count_bu="line"):
        t = company.tie_out(MONTH)
        print(t.settings, t.unexplained, time.time() - t0)
        p = cProfile.Profile()
        p.enable()
        t0 = time.time()
        t = company.tie_out(MONTH)
        p.disable()
        print(t.settings, time.time() - t0)
        pstats.Stats(p).sort_stats("cumulative").print_stats(35)
    with company.reading(adjustments_on_technicians=False):
        t0 = time.time()
        t = company.tie_out(YEAR)
        print(t.settings, t.unexplained, time.time() - t0)
