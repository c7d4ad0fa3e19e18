"""Where a process spends its time, by perf: sampled while something is done with it, and told by library, by system call, and by
what our functions do themselves and with all below them."""
import collections
import pathlib
import shutil
import signal
import subprocess

SAMPLES_A_SECOND, STACK_OCTETS = 2000, 8192     # the build has no frame pointers: perf takes so much of each stack along
LEAST_PERCENT = 1


def is_missing():
    if shutil.which("perf") is None:
        print("skipped: the profile: there is no perf (Debian's linux-perf)")
        return True
    return False


def sample(pid, data, work):
    """Samples the process into the file data while work() runs. Returns what that returns."""
    recorder = subprocess.Popen(["perf", "record", "-q", "-e", "cpu-clock", "-F", str(SAMPLES_A_SECOND), "--call-graph",
                                 f"dwarf,{STACK_OCTETS}", "-o", data, "-p", str(pid)],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return work()
    finally:
        recorder.send_signal(signal.SIGINT)
        recorder.wait(60)


def switches(pid):
    """How often its threads have waited for something, and how often they had to leave the processor to others."""
    found = collections.Counter()
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        for line in status.read_text().splitlines():
            if "ctxt_switches" in line:
                name, value = line.split(":")
                found[name] += int(value)
    return found["voluntary_ctxt_switches"], found["nonvoluntary_ctxt_switches"]


def stacks(data):
    """For each sample its frames, the innermost first: (function, library)."""
    script = subprocess.run(["perf", "script", "-i", data, "-F", "comm,ip,sym,dso"], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True, errors="replace", check=False).stdout
    for block in script.split("\n\n"):
        frames = []
        for line in block.splitlines():
            words = line.split()
            if len(words) >= 3 and words[-1].startswith("(") and line[0].isspace():
                frames.append((words[1].split(".")[0].split("+")[0], words[-1].strip("()").rsplit("/", 1)[-1]))
        if frames:
            yield frames


def system_call(frames):
    return next((name[len("__x64_sys_"):] for name, _ in frames if name.startswith("__x64_sys_")), None)


def kind(frames):
    """What the processor did: our octets, a library's, or which system call; the rest of the kernel is mostly the changes from one
    process to the other."""
    library = next((library for _, library in frames if library != "inlined"), "unknown")
    if "kernel" not in library:
        return library
    name = system_call(frames)
    return f"kernel: {name}" if name else "kernel: interrupts, and the turns of other processes"


def report(data, us_a_message):
    kinds, functions, samples = collections.Counter(), collections.Counter(), 0
    for frames in stacks(data):
        samples += 1
        kinds[kind(frames)] += 1
        functions.update({name for name, library in frames if library == "gatepost" and not name.startswith("0x")})
    for title, counted in (("by library and system call", kinds), ("by function of ours, each with all below it", functions)):
        print(title)
        for name, count in counted.most_common():
            if 100 * count >= LEAST_PERCENT * samples:
                print(f"  {100 * count / samples:5.1f} %  {us_a_message * count / samples:6.0f} us  {name}")
