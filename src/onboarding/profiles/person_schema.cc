#include <array>

#include "profiles/collected_data_parts.h"
#include "profiles/collected_data_rules.h"
#include "profiles/formats.h"

namespace probity::profiles::schemas {
namespace {

using schema::closed;
using schema::later;
using schema::list_of;
using schema::Map;
using schema::may;
using schema::must;
using schema::Object;
using schema::of;
using schema::open;
using schema::text;
using schema::Variant;

constexpr std::array full_name_members{
    may("title", text),
    may("given_names", list_of(text)),
    may("family_name", text),
    may("alt_family_names", list_of(text)),
};
constexpr Object full_name{"FullName", full_name_members};

constexpr Map national_identity_number{"NationalIdentityNumber", &formats::alpha_three_key, text,
                                       250};

constexpr std::array personal_details_members{
    may("name", of(full_name)),
    may("dob", of(formats::birth_date)),
    may("nationality", of(codes::nationalities)),
    may("gender", of(codes::genders)),
    may("national_identity_number", of(national_identity_number)),
};

constexpr std::array contact_details_members{may("phone_number", text), may("email", text)};
constexpr Object contact_details{"ContactDetails", contact_details_members, closed};

constexpr std::array ip_location_members{
    must("ip_address", text),
    may("country", of(codes::countries)),
    may("continent", of(codes::continents)),
};
constexpr Object ip_location{"IPLocation", ip_location_members};

constexpr std::array freeform_address_members{
    must("type", text),  // the tag of the variant, checked there
    must("country", of(codes::countries)),
    must("text", text),
};
constexpr Object freeform_address{"FreeformAddress", freeform_address_members, closed, nullptr,
                                  rules::structure_freeform};

constexpr std::array structured_address_members{
    must("type", text),
    may("country", of(codes::countries)),
    may("state_province", text),
    may("county", text),
    may("postal_code", text),
    may("locality", text),
    may("route", text),
    may("street_number", text),
    may("premise", text),
    may("subpremise", text),
    may("original_freeform_address", text),
    may("original_structured_address", open),
    later("postal_town", text),
    later("address_lines", list_of(text)),
};
constexpr Object structured_address{"StructuredAddress", structured_address_members, !closed,
                                    rules::state_where_due};

constexpr std::array address_cases{
    Variant::Case{"STRUCTURED", &structured_address},
    Variant::Case{"FREEFORM", &freeform_address},
};

constexpr std::array address_history_members{
    must("address", of(address)),
    may("start_date", of(formats::approx_date)),
    may("end_date", of(formats::approx_date)),
};

constexpr std::array uk_bank_account_members{
    must("country", of(codes::countries)),
    must("type", of(codes::bank_account_types)),
    must("sort_code", of(formats::uk_sort_code)),
    must("account_number", of(formats::uk_account_number)),
};
constexpr Object uk_bank_account{"UKBankAccount", uk_bank_account_members};

constexpr std::array bank_account_cases{Variant::Case{"UK_ACCOUNT", &uk_bank_account}};
constexpr Variant bank_account{"BankAccount", "type", bank_account_cases};

constexpr std::array document_metadata_members{
    later("document_type", text),  // its codes aren't public
    later("number", text),
    later("country_code", of(codes::nationalities)),
};
constexpr Object document_metadata{"DocumentMetadata", document_metadata_members};

constexpr std::array individual_data_members{
    must("entity_type", of(codes::entity_types)),
    may("customer_ref", text),
    may("documents", list_of(of(document))),
    may("external_refs", of(external_refs)),
    may("personal_details", of(personal_details)),
    may("address_history", list_of(of(dated_address))),
    may("contact_details", of(contact_details)),
    may("ip_location", of(ip_location)),
    later("phone_number", text),  // of the oldest generation, as is email: moved on acceptance
    later("email", text),
    later("documents_metadata", list_of(of(document_metadata))),
    later("bank_accounts", list_of(of(bank_account))),
    later("custom_fields", of(custom_fields)),
};

}  // namespace

constexpr Object personal_details{"PersonalDetails", personal_details_members, closed};
constexpr Object dated_address{"AddressHistory", address_history_members, !closed,
                               rules::dates_in_order};
constexpr Variant address{"Address", "type", address_cases};
constexpr Object individual_data{"IndividualData", individual_data_members, !closed, nullptr,
                                 rules::gather_contact_details};

}  // namespace probity::profiles::schemas
