// SPDX-License-Identifier: GPL-2.0-or-later
//
// Runs a fuzz target once for each file in the given folders, without a fuzzer: for the seeds, and for every crash that
// was ever found. It needs no particular compiler.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <unistd.h>

// The leak check needs /proc, which a chroot may lack. The sanitizer's runtime determines this name.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" __attribute__((visibility("default"))) int __lsan_is_turned_off() { return access("/proc/self", F_OK) != 0; }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

int replay(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::vector<char> text{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof()) {
        std::fprintf(stderr, "cannot read %s\n", file.c_str());
        return 1;
    }
    text.shrink_to_fit();
    std::fprintf(stderr, "%s\n", file.c_str()); // if the target crashes, the last name is that of its input
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    int files = 0;
    for (int i = 1; i < argc; ++i) {
        if (!std::filesystem::exists(argv[i])) {
            continue; // the folder of crashes exists only if there are any
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
            if (entry.is_regular_file()) {
                if (replay(entry.path()) != 0) {
                    return 1;
                }
                ++files;
            }
        }
    }
    std::printf("%d files replayed\n", files);
    return files > 0 ? 0 : 1; // with nothing to replay, nothing was tested
}
