#include "core/plugin/trust.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "core/plugin/library_peek.hpp"

namespace autoloss {
namespace {

constexpr std::size_t kBufferSize = 1 << 16;  // enough for the entry of a group with thousands of members

std::string name_of_user(uid_t user) {
  std::vector<char> buffer(kBufferSize);
  passwd entry{}, *found = nullptr;
  getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found);
  return found != nullptr ? found->pw_name : "";
}

struct Group {
  std::string name;  // "" for one that is not listed
  bool has_other_members = false;
};

Group group_of(gid_t id, const std::string& user) {
  std::vector<char> buffer(kBufferSize);
  group entry{}, *found = nullptr;
  getgrgid_r(id, &entry, buffer.data(), buffer.size(), &found);
  if (found == nullptr) return {};
  Group group{found->gr_name, false};
  for (char** member = found->gr_mem; *member != nullptr; ++member)
    group.has_other_members = group.has_other_members || user != *member;
  return group;
}

// In a container that was given numbers alone, neither user nor group has a name: such a group has nobody else in it.
bool is_private(gid_t id, const std::string& user) {
  const Group group = group_of(id, user);
  return !group.has_other_members && group.name == user;
}

std::string user_text(uid_t user) {
  const std::string name = name_of_user(user);
  return name.empty() ? "user " + std::to_string(user) : "user '" + name + "'";
}

std::string group_text(gid_t id) {
  const std::string name = group_of(id, "").name;
  return name.empty() ? "group " + std::to_string(id) : "group '" + name + "'";
}

void check_place(const std::filesystem::path& place, const std::string& what, const Trusted& trusted) {
  struct stat status {};
  if (stat(place.c_str(), &status) != 0) throw Unusable("cannot be read: " + std::string(std::strerror(errno)));
  const std::string reason = distrust(status, trusted);
  if (reason.empty()) return;
  throw Unusable("is not loaded: " + what + " " + reason +
                 ", and a plugin runs with all your rights; change that with chmod or chown, or pass "
                 "--allow-writable-plugins if you trust it as it is");
}

}  // namespace

Trusted trusted_here() {
  const uid_t user = geteuid();
  Trusted trusted{{user, 0}, {0}};
  if (is_private(getegid(), name_of_user(user))) trusted.groups.insert(getegid());
  struct stat program {};
  if (stat("/proc/self/exe", &program) == 0) trusted.users.insert(program.st_uid);
  return trusted;
}

std::string distrust(const struct stat& status, const Trusted& trusted) {
  const bool is_sticky = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
  if (!trusted.users.contains(status.st_uid)) return "is owned by " + user_text(status.st_uid);
  if (is_sticky) return "";
  if ((status.st_mode & S_IWOTH) != 0) return "may be written to by everybody";
  if ((status.st_mode & S_IWGRP) != 0 && !trusted.groups.contains(status.st_gid))
    return "may be written to by " + group_text(status.st_gid);
  return "";
}

void check_trust(const std::filesystem::path& file) {
  const Trusted trusted = trusted_here();
  check_place(file.parent_path(), "its folder", trusted);
  check_place(file, "it", trusted);
}

}  // namespace autoloss
