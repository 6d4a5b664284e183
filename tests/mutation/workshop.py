# SPDX-License-Identifier: GPL-2.0-or-later
"""A copy of the project with a build of its own, in which lines can be changed, and its tests run."""

import filecmp
import json
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLUGIN = "oscar_rendezvous"  # target, and file without its ending
GIGABYTE = 1 << 30
# What never ends is caught; what takes so much longer on a busy machine is not.
SLOWER = 8
SLACK = 60  # seconds

_FAILED = [
    re.compile(r"^\[  FAILED  \] ([\w./]+)", re.MULTILINE),  # GoogleTest
    re.compile(r"^(?:FAIL|ERROR): (.*)$", re.MULTILINE),  # unittest
]


class WorkshopError(Exception):
    """The tree as it is does not build, or its tests fail."""


@dataclass
class Test:
    """One command of the suite."""

    name: str
    command: list
    target: str  # what it runs
    binary: Path  # in the build folder
    environment: dict
    seconds: float = 0.0  # that it takes when it passes
    rank: int = 0
    sanitized: bool = field(default=False)


def project_files(top):
    """What belongs to the project, committed or not."""
    listed = subprocess.run(
        ["git", "-C", top, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    ).stdout
    return sorted(name for name in listed.decode().split("\0") if name and (Path(top) / name).is_file())


def make_same(source, target, names=None):
    """Makes a folder like another one, or the files of it that are named; size and time say which differ."""
    if names is None:
        names = [str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()]
    wanted = set(names)
    for path in list(target.rglob("*")):
        if path.is_file() and str(path.relative_to(target)) not in wanted:
            path.unlink()
    for name in names:
        old, new = source / name, target / name
        if new.exists():
            a, b = old.stat(), new.stat()
            if (a.st_size, a.st_mtime_ns) == (b.st_size, b.st_mtime_ns):
                continue
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(old, new)


class Workshop:
    def __init__(self, folder, temporary, jobs):
        self.folder = Path(folder)
        self.tree = self.folder / "tree"
        self.build = self.folder / "build"
        self._snapshot = self.folder / "snapshot"
        self._notes = self.folder / "notes"
        self._log = self.folder / "log"
        self._temporary = temporary
        self._jobs = jobs
        self._process = None
        self.tests = []

    def stop(self):
        """Ends the test that is running, if one is. To be called from another thread."""
        if process := self._process:
            os.killpg(process.pid, signal.SIGKILL)

    # ---- The tree as it is ----

    def prepare(self, top, say):
        """Brings the copy up to date, builds it, and has all tests pass once."""
        self.tree.mkdir(parents=True, exist_ok=True)
        make_same(Path(top), self.tree, project_files(top))
        say(f"building in {self.build}")
        flags = ["-DCMAKE_BUILD_TYPE=Mutants", "-DCMAKE_CXX_FLAGS=-O0", "-DOSCAR_TESTS=ON"]
        self._must(["cmake", "-S", self.tree, "-B", self.build, "-G", "Ninja", *flags])
        self._must(["ninja", "-C", self.build, f"-j{self._jobs}"])
        self._notes.unlink(missing_ok=True)
        self.tests = self._suite()
        self._snapshot.mkdir(exist_ok=True)
        make_same(self.build, self._snapshot)

    def check(self, say, known):
        """The time that each test takes on the tree as it is, where it must pass. `known`: those already measured."""
        times = dict(known)
        for test in self.tests:
            if test.name in times:
                continue
            say(f"{test.name} on the tree as it is")
            start = time.monotonic()
            if failure := self._run_test(test, limit=3600):
                raise WorkshopError(f"{test.name} fails on the tree as it is: {failure}; see {self._log}")
            times[test.name] = time.monotonic() - start
        return times

    def take_times(self, times, notes):
        for test in self.tests:
            test.seconds = times[test.name]
        if notes.exists():
            shutil.copyfile(notes, self._notes)
        self.tests.sort(key=lambda test: (test.rank, test.seconds))

    @property
    def notes(self):
        return self._notes

    def _must(self, command):
        with self._log.open("wb") as log:
            if subprocess.run(command, stdout=log, stderr=log, check=False).returncode != 0:
                raise WorkshopError(f"{' '.join(map(str, command))} failed, see {self._log}")

    def _suite(self):
        """All that CTest would run of what was compiled, a GoogleTest program as one."""
        listed = subprocess.run(
            ["ctest", "--test-dir", self.build, "--show-only=json-v1"], check=True, capture_output=True
        )
        tests = {}
        for entry in json.loads(listed.stdout)["tests"]:
            properties = {p["name"]: p["value"] for p in entry.get("properties", [])}
            environment = dict(pair.split("=", 1) for pair in properties.get("ENVIRONMENT", []))
            command = entry["command"]
            is_ours = Path(command[0]).is_relative_to(self.build)
            replays = Path(command[0]).name.endswith("_replay")
            if is_ours and not replays:
                command = [command[0], "--gtest_brief=1", "--gtest_fail_fast"]
            if "OSCAR_RENDEZVOUS_PLUGIN" in environment:
                if "/test_" in command[-1]:
                    command = [*command, "--failfast"]
                module = Path(environment["OSCAR_RENDEZVOUS_PLUGIN"]).relative_to(self.build)
                rank = 0 if is_ours else 2
                tests[entry["name"]] = Test(entry["name"], command, PLUGIN, module, environment, rank=rank)
            elif is_ours:
                binary = Path(command[0]).relative_to(self.build)
                name = entry["name"] if replays else binary.name
                # The core with sanitizers takes long to compile.
                rank = 3 if replays else 0
                tests[name] = Test(name, command, binary.name, binary, environment, rank=rank, sanitized=replays)
        through_plugin = [test for test in tests.values() if test.target == PLUGIN]
        if not through_plugin or len(tests) == len(through_plugin):
            raise WorkshopError("CTest lists no tests")
        like = next(test for test in through_plugin if test.rank == 2)
        script = [like.command[0], "-B", HERE / "first_golden.py", self.tree / "tests" / "tshark", self._notes]
        goldens = Test("first golden", script, PLUGIN, like.binary, like.environment, rank=1)
        tests["first golden"] = goldens
        return list(tests.values())

    # ---- The tree with a line changed ----

    def judge(self, mutant, first=None):
        """What becomes of a mutant, and by which test it is killed, if one does. `first`: the name of a test to begin
        with.

        "killed", "survived"; or what is no mutant: "not compiled", "same code"."""
        path = self.tree / mutant.path
        original = path.read_text("utf-8")
        lines = original.split("\n")
        assert lines[mutant.line] == mutant.before
        lines[mutant.line] = mutant.after
        as_it_was = path.stat()
        path.write_text("\n".join(lines), "utf-8")
        try:
            result, by = self._judge(first)
            if result == "survived":
                dependents = self._objects_of(path)
                code = self._optimized(dependents)
                path.write_text(original, "utf-8")
                if self._optimized(dependents) == code:
                    result = "same code"
            return result, by
        finally:
            path.write_text(original, "utf-8")
            os.utime(path, ns=(as_it_was.st_atime_ns, as_it_was.st_mtime_ns))
            make_same(self._snapshot, self.build)

    def _judge(self, first):
        tests = sorted(self.tests, key=lambda test: test.name != first) if first else self.tests
        changed = {}  # by target
        for test in tests:
            if test.target not in changed:
                if not self._compiles(test.target):
                    return "not compiled", ""
                binary = test.binary
                changed[test.target] = not filecmp.cmp(self.build / binary, self._snapshot / binary, shallow=False)
            if changed[test.target]:
                if failure := self._run_test(test, SLACK + SLOWER * test.seconds):
                    return "killed", f"{test.name}: {failure}"
        return ("survived" if any(changed.values()) else "same code"), ""

    def _compiles(self, target):
        with self._log.open("wb") as log:
            command = ["ninja", "-C", self.build, f"-j{self._jobs}", target]
            return subprocess.run(command, stdout=log, stderr=log, check=False).returncode == 0

    def _objects_of(self, path):
        """The objects of the plugin that are made from a file."""
        told = subprocess.run(["ninja", "-C", self.build, "-t", "deps"], check=True, capture_output=True, text=True)
        found = []
        for block in told.stdout.split("\n\n"):
            name, _, dependencies = block.partition(": ")
            if name.startswith("plugin/") and f" {path}\n" in f"{dependencies}\n":
                found.append(name)
        return found

    def _optimized(self, objects):
        """The code of these as it is when it is installed, to see whether a change is one to the compiler as well."""
        listed = json.loads((self.build / "compile_commands.json").read_text())
        split = [shlex.split(entry["command"]) for entry in listed]
        commands = {command[command.index("-o") + 1]: command for command in split}
        code = []
        for name in objects:
            command = commands[name]
            command[command.index("-o") + 1] = "-"
            command[command.index("-c")] = "-S"
            done = subprocess.run([*command, "-O2", "-DNDEBUG"], cwd=self.build, check=True, capture_output=True)
            code.append(done.stdout)
        return code

    def _run_test(self, test, limit):
        """What failed, or None."""
        environment = {**os.environ, **test.environment, "TMPDIR": str(self._temporary)}
        if test.sanitized:
            environment["ASAN_OPTIONS"] = "hard_rss_limit_mb=3000"

        def limited():
            if not test.sanitized:  # whose address space is huge, most of it never used
                resource.setrlimit(resource.RLIMIT_AS, (4 * GIGABYTE, 4 * GIGABYTE))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        with self._log.open("wb") as log:
            process = self._process = subprocess.Popen(
                list(map(str, test.command)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                cwd=self._temporary,
                preexec_fn=limited,
                start_new_session=True,
            )
            try:
                status = process.wait(limit)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return "does not end"
            finally:
                self._process = None
        if status == 0:
            return None
        said = self._log.read_text("utf-8", "replace")
        for failed in _FAILED:
            if match := failed.search(said):
                return match[1]
        lines = said.strip().splitlines()
        return f"signal {-status}" if status < 0 else (lines[-1] if lines else f"exit code {status}")
