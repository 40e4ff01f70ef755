#pragma once

#include "checks/checks.h"

namespace probity::checks {

// PEPS_AND_SANCTIONS_SCREEN and COMPANY_PEPS_AND_SANCTIONS_SCREEN by the engine in this process.
// Results: Pass, PEP, Sanction (the graver of both), Error. An error is never a pass.
Outcome embedded_screening(const Instruction& instruction, const json::Value& data);

}  // namespace probity::checks
