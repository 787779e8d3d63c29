// Whether a plugin's file is safe to load: a plugin runs with all rights of the user, so nobody else may have had a
// hand in it.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <string>

namespace autoloss {

// Who may own and change plugins.
struct Trusted {
  std::set<uid_t> users;   // the user, root, and whoever owns this program
  std::set<gid_t> groups;  // those without other members: the user's own, root's
};

// For this process. The group of a user counts if it is his alone: of his name and without other members, as most
// systems give him one.
Trusted trusted_here();

// Why a file or a folder with this status is not safe: "is owned by ..." or "may be written to by ..."; "" if it is.
// A folder with the sticky bit may be writable: what others put there is theirs, and what is there they cannot replace.
std::string distrust(const struct stat& status, const Trusted& trusted);

// Throws Unusable with the reason if others than the trusted may change the file or its folder.
void check_trust(const std::filesystem::path& file);

}  // namespace autoloss
