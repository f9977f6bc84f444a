// SPDX-License-Identifier: GPL-2.0-or-later
// Knows how to cut off what a network device receives, at times that are exact: the kernel drops each frame
// by its own clock (XDP), so that no program has to be woken for it.
//
// usage: lab_cut DEVICE DELAY_MS PAUSE_MS LENGTH_MS…
// Begins after DELAY_MS, with PAUSE_MS between two cuts. Prints a line for each: when it begins, in seconds
// of the date, and its length in seconds; ends when the last is over.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <linux/bpf.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <string>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace std::chrono;
using Instant = steady_clock::time_point;  // CLOCK_MONOTONIC, which bpf_ktime_get_ns() tells

struct Cut {
  Instant begin;
  Instant end;
};

struct Program {
  std::vector<bpf_insn> code;

  void add(int op, int to, int from, int jump, int value) {
    bpf_insn one{};
    one.code = static_cast<std::uint8_t>(op);
    one.dst_reg = static_cast<std::uint8_t>(to) & 15U;
    one.src_reg = static_cast<std::uint8_t>(from) & 15U;
    one.off = static_cast<std::int16_t>(jump);
    one.imm = value;
    code.push_back(one);
  }
  void put(int to, Instant time) {
    const auto count = static_cast<std::uint64_t>(time.time_since_epoch().count());
    add(BPF_LD | BPF_DW | BPF_IMM, to, 0, 0, static_cast<std::int32_t>(count & 0xffffffff));
    add(0, 0, 0, 0, static_cast<std::int32_t>(count >> 32));
  }
  void leave(int verdict) {
    add(BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, verdict);
    add(BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
  }
};

// r0 = now; for each cut: if now < begin: pass; if now < end: drop.
Program program_for(const std::vector<Cut>& cuts) {
  Program program;
  program.add(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_ktime_get_ns);
  for (const auto& cut : cuts) {
    program.put(1, cut.begin);
    program.add(BPF_JMP | BPF_JGE | BPF_X, 0, 1, 2, 0);
    program.leave(XDP_PASS);
    program.put(1, cut.end);
    program.add(BPF_JMP | BPF_JGE | BPF_X, 0, 1, 2, 0);
    program.leave(XDP_DROP);
  }
  program.leave(XDP_PASS);
  return program;
}

int bpf(int command, bpf_attr& attributes) {
  const auto result = syscall(SYS_bpf, command, &attributes, sizeof attributes);
  if (result < 0) std::perror("lab_cut: bpf");
  return static_cast<int>(result);
}

int load(const Program& program) {
  bpf_attr attributes{};
  attributes.prog_type = BPF_PROG_TYPE_XDP;
  attributes.insns = reinterpret_cast<std::uint64_t>(program.code.data());
  attributes.insn_cnt = static_cast<std::uint32_t>(program.code.size());
  attributes.license = reinterpret_cast<std::uint64_t>("GPL");
  return bpf(BPF_PROG_LOAD, attributes);
}

// Detached when this process ends.
int attach(int program, unsigned device) {
  bpf_attr attributes{};
  attributes.link_create.prog_fd = static_cast<std::uint32_t>(program);
  attributes.link_create.target_ifindex = device;
  attributes.link_create.attach_type = BPF_XDP;
  attributes.link_create.flags = XDP_FLAGS_SKB_MODE;
  return bpf(BPF_LINK_CREATE, attributes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const auto number = [&](int i) { return milliseconds(std::atol(argv[i])); };
  std::vector<Cut> cuts;
  auto begin = steady_clock::now() + number(2);
  for (int i = 4; i < argc; ++i) {
    cuts.push_back({begin, begin + number(i)});
    begin = cuts.back().end + number(3);
  }
  const int program = load(program_for(cuts));
  if (program < 0 || attach(program, if_nametoindex(argv[1])) < 0) return 77;
  const duration<double> date_minus_clock =
      system_clock::now().time_since_epoch() - steady_clock::now().time_since_epoch();
  for (const auto& cut : cuts)
    std::printf("%.6f %.6f\n", (duration<double>(cut.begin.time_since_epoch()) + date_minus_clock).count(),
                duration<double>(cut.end - cut.begin).count());
  std::fflush(stdout);
  std::this_thread::sleep_until(cuts.back().end);
  return 0;
}
