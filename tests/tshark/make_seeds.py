# SPDX-License-Identifier: GPL-2.0-or-later
"""The script that cuts messages out of captures for the fuzzers, as a module: make_seeds.seeds."""

import importlib.machinery
import importlib.util

import host


def _load():
    loader = importlib.machinery.SourceFileLoader("make_seeds", str(host.TOP / "tests" / "fuzz" / "make-seeds"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


seeds = _load()
