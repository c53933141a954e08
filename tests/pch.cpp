// SPDX-License-Identifier: MIT
// A precompiled header belongs to a target with a source that uses it.
