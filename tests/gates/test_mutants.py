"""Each guard of identity, switched off, is missed by the test that is there for it; with it on, the same test passes."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))

import test_account
import test_api_keys
import test_audit_log
import test_ip_list
import test_roles_and_teams
import test_second_factors
import test_sessions
import test_sign_in
import test_staff
import test_users

# fault → the test that sees it, and what it takes beside the house or an institution
MUTANTS = {
    "skip_password": (test_sign_in.test_the_whole_password_counts_in_one_form,),
    "skip_sign_in_throttle": (test_sign_in.test_unknown_addresses_wait_like_known_ones,),
    "weak_passwords": (test_sign_in.test_weak_passwords_are_refused_and_the_invitation_stays,),
    "tickets_twice": (test_sign_in.test_recovery_sets_a_new_password_and_keeps_the_factor,),
    "accept_totp_replay": (test_second_factors.test_a_code_is_good_once,),
    "skip_code_throttle": (test_second_factors.test_wrong_codes_make_the_next_tries_wait,),
    "enrol_instead": (test_second_factors.test_who_has_a_factor_shows_it_instead_of_enrolling_another,),
    "recovery_codes_twice": (test_second_factors.test_each_recovery_code_is_good_once,),
    "drop_last_factor": (test_second_factors.test_the_last_factor_stays_while_it_is_asked_for,),
    "webauthn_any_origin": (test_second_factors.test_a_lying_registration_is_refused, {"origin": "https://evil.example"}),
    "webauthn_any_challenge": (test_second_factors.test_a_ceremony_is_answered_once_and_by_who_began_it,),
    "sms_for_staff": (test_second_factors.test_members_of_the_platform_use_no_sms,),
    "choose_invited": (test_sign_in.test_one_person_is_a_member_of_several_institutions,),
    "skip_factor": (test_sign_in.test_recovery_sets_a_new_password_and_keeps_the_factor,),
    "keep_sessions": (test_sessions.test_a_new_password_moves_the_session_on_and_ends_the_others,),
    "skip_csrf": (test_sessions.test_what_changes_something_proves_where_it_comes_from, "x"),
    "skip_own_password": (test_account.test_only_the_password_deletes,),
    "lift_own_factor": (test_users.test_nobody_lifts_their_own_second_factor,),
    "roles_by_anyone": (test_roles_and_teams.test_managing_people_alone_gives_no_roles,),
    "give_more_than_held": (test_roles_and_teams.test_nobody_gives_more_than_they_hold,),
    "delete_roles_in_use": (test_roles_and_teams.test_a_role_in_use_stays,),
    "skip_ip_list": (test_ip_list.test_only_listed_addresses_get_in,),
    "lock_out": (test_ip_list.test_nobody_locks_themselves_out_by_mistake,),
    "revoke_master": (test_api_keys.test_the_master_key_is_regenerated_not_revoked,),
    "remember_secrets": (test_api_keys.test_shown_once_is_not_remembered,),
    "silent_sign_in": (test_audit_log.test_signing_in_and_joining_are_there,),
    "skip_training": (test_staff.test_without_valid_training_nobody_enters,),
    "slip_out": (test_staff.test_nobody_slips_out_of_an_entry,),
    "attest_oneself": (test_staff.test_nobody_attests_their_own_training,),
}

# These guards are of time; the clock goes on in a second process, which has the fault as well.
OF_TIME = {
    "tickets_for_ever": (test_sign_in.test_invitations_and_recoveries_end_in_time,),
    "sessions_for_ever": (test_sessions.test_a_session_ends_however_much_it_is_used,),
    "sessions_idle_on": (test_sessions.test_an_idle_session_ends,),
    "keys_for_ever": (test_api_keys.test_a_key_expires,),
}


class ThroughServer:
    """The house, its calls answered by a private server; servers that it starts have the fault as well."""

    def __init__(self, house, server, fault):
        self.house, self.server, self.fault = house, server, fault
        self.base_url = server.base_url

    def __getattr__(self, name):
        return getattr(self.house, name)

    def create_institution(self, *arguments, **options):
        institution = self.house.create_institution(*arguments, **options)
        institution.house = self
        return institution

    def start_private(self, options=(), environment=None):
        return self.house.start_private(fault=self.fault, options=options, environment=environment)


def run(check, house, more):
    """Calls a test with the fixtures that it names."""
    names = check.__code__.co_varnames[:check.__code__.co_argcount]
    fixtures = {"house": lambda: house, "institution": house.create_institution, "boss": lambda: test_staff.member(house)}
    check(*(fixtures[n]() if n in fixtures else more.pop(0) for n in names))


@pytest.mark.parametrize("fault", [*MUTANTS, *OF_TIME])
def test_a_lost_guard_is_missed(house, fault):
    check, *more = (MUTANTS | OF_TIME)[fault]
    with house.start_private(fault=fault, options=("--roles", "gateway,api")) as server:
        with pytest.raises(AssertionError):
            run(check, ThroughServer(house, server, fault), list(more))
