#include <array>

#include "profiles/collected_data_parts.h"
#include "profiles/collected_data_rules.h"
#include "profiles/formats.h"

namespace probity::profiles::schemas {
namespace {

using schema::anything;
using schema::boolean;
using schema::closed;
using schema::integer;
using schema::later;
using schema::later_must;
using schema::list_of;
using schema::may;
using schema::may_be_null;
using schema::must;
using schema::number;
using schema::Object;
using schema::of;
using schema::text;

constexpr std::array tax_id_members{
    must("tax_id_type", of(codes::tax_id_types)),
    must("value", text),
    later("tax_id_name", text),
};
constexpr Object tax_id{"TaxId", tax_id_members};

constexpr std::array previous_name_members{
    may("start", of(formats::date)),
    may("end", of(formats::date)),
    may("name", text),
};
constexpr Object previous_name{"PreviousName", previous_name_members};

constexpr std::array company_address_members{
    may("type", of(codes::company_address_types)),
    may("address", of(address)),
};
constexpr Object company_address{"CompanyAddress", company_address_members};

constexpr std::array company_contact_details_members{
    may("phone_number", text),
    may("url", text),
    may("email", text),
};
constexpr Object company_contact_details{"CompanyContactDetails", company_contact_details_members};

constexpr std::array area_of_activity_members{may("location", text)};
constexpr Object area_of_activity{"AreaOfActivity", area_of_activity_members};

constexpr std::array sic_code_members{may("code", text), may("description", text)};
constexpr Object sic_code{"SicCode", sic_code_members};

constexpr std::array structured_company_type_members{
    may("is_public", boolean),
    may("is_limited", boolean),
    may("ownership_type", of(codes::ownership_types)),
};
constexpr Object structured_company_type{"StructuredCompanyType", structured_company_type_members};

constexpr std::array industry_classification_members{
    later("classification_type", of(codes::industry_classification_types)),
    later("code", text),
    later("classification_version", text),
    later("description", text),
};
constexpr Object industry_classification{"IndustryClassification", industry_classification_members};

constexpr std::array company_metadata_members{
    may("number", text),
    may("bvd_id", text),
    may("bvd9", text),
    may("isin", text),
    may("lei", text),
    may("uk_charity_commission_number", text),
    may("tax_ids", list_of(of(tax_id))),
    may("name", text),
    may("previous_names", list_of(of(previous_name))),
    may("addresses", list_of(of(company_address))),
    may("country_of_incorporation", of(codes::countries)),
    may_be_null("state_of_incorporation", text),
    may("jurisdiction", text),
    may("areas_of_activity", list_of(of(area_of_activity))),
    may("description", text),
    may("number_of_employees", number),
    may("registry", text),
    may("sic_codes", list_of(of(sic_code))),
    may("is_active", boolean),
    may("contact_details", of(company_contact_details)),
    may("incorporation_date", of(formats::date)),
    may("company_type", text),
    may("structured_company_type", of(structured_company_type)),
    may("company_type_description", text),
    later("contact_information", of(company_contact_details)),
    later("industry_classifications", list_of(of(industry_classification))),
    later("is_active_details", text),
    later("trade_description", text),
};
constexpr Object company_metadata{"CompanyMetadata", company_metadata_members};

constexpr std::array company_charity_data_members{
    may("activities", list_of(text)),
    may("beneficiaries", list_of(text)),
    may("purposes", list_of(text)),
    may("number_of_volunteers", number),
    may("registration_date", of(formats::date)),
};
constexpr Object company_charity_data{"CompanyCharityData", company_charity_data_members};

constexpr std::array error_members{
    may("code", integer),
    may("message", text),
    may("source", of(codes::error_sources)),
    may("info", anything),
};
constexpr Object error{"Error", error_members};

constexpr std::array company_filing_members{
    may("document", of(document)), may("type", of(codes::document_types)),
    must("source_id", text),       may("date_of_filing", of(formats::date)),
    may("description", text),      may("resolution_descriptions", list_of(text)),
    may("source", text),           may("error", of(error)),
    may("price", integer),
};
constexpr Object company_filing{"CompanyFiling", company_filing_members, !closed,
                                rules::price_or_document};

constexpr std::array company_field_check_members{
    later("field", of(codes::company_fields)),
    later("result", of(codes::company_field_results)),
};
constexpr Object company_field_check{"CompanyFieldCheck", company_field_check_members};

constexpr std::array linked_profile_members{must("id", of(formats::uuid))};
constexpr Object linked_profile{"LinkedProfile", linked_profile_members};

constexpr std::array shareholding_members{
    may("provider_name", text), may("share_class", text), may("amount", integer),
    may("percentage", number),  may("currency", text),
};
constexpr Object shareholding{"Shareholding", shareholding_members};

constexpr std::array associated_entity_members{
    may("resolver_id", of(formats::uuid)),
    must("entity_type", of(codes::entity_types)),
    may("relationship", text),
    may("appointed_on", of(formats::date)),
    may("resigned_on", of(formats::date)),
    may("original_role", text),
    may("total_percentage", number),
    may("shareholdings", list_of(of(shareholding))),
    may("notified_on", of(formats::date)),
    may("ceased_on", of(formats::date)),
    may("natures_of_control", list_of(text)),
    may("kind", text),
    may("task_variant_ids", list_of(of(formats::uuid))),
    may("immediate_data", of(entity_data)),
    may("provider_name", text),
    may("merged_resolver_ids", list_of(of(formats::uuid))),
    may("linked_profile", of(linked_profile)),
    later("unverified_task_variant_ids", list_of(of(formats::uuid))),
};
constexpr Object associated_entity{"AssociatedEntity", associated_entity_members, !closed,
                                   rules::found_or_linked};

constexpr std::array tenure_members{
    later("tenure_type", of(codes::tenure_types)),
    later("start", of(formats::date)),
    later("end", of(formats::date)),
};
constexpr Object tenure{"Tenure", tenure_members};

constexpr std::array relationship_members{
    later_must("associated_role", of(codes::associated_roles)),
    later("tenure", of(tenure)),
    later("original_role", text),
    later("total_percentage", number),
    later("shareholdings", list_of(of(shareholding))),
    later("distance", integer),  // hops up the chain of owners
    later("calculated_percentage", number),
    later("is_active", boolean),
    later("kind", text),
    later("natures_of_control", list_of(text)),
};
constexpr Object relationship{"Relationship", relationship_members};

// The later view of officers and owners: one party, with all its relations to the company.
constexpr std::array associated_party_members{
    later("associate_id", of(formats::uuid)),
    later_must("entity_type", of(codes::entity_types)),
    later("immediate_data", of(entity_data)),
    later("merged_resolver_ids", list_of(of(formats::uuid))),
    later("linked_profile", of(linked_profile)),
    later("relationships", list_of(of(relationship))),
};
constexpr Object associated_party{"AssociatedParty", associated_party_members, !closed,
                                  rules::found_or_linked};

constexpr std::array officers_members{
    may("directors", list_of(of(associated_entity))),
    may("secretaries", list_of(of(associated_entity))),
    may("partners", list_of(of(associated_entity))),
    may("resigned", list_of(of(associated_entity))),
    may("trustees", list_of(of(associated_entity))),
    may("other", list_of(of(associated_entity))),
};
constexpr Object officers{"Officers", officers_members};

constexpr std::array share_class_members{
    must("name", text),
    may("currency", text),
    may("value", number),
    may("votes", number),
};
constexpr Object share_class{"ShareClassDescription", share_class_members};

constexpr std::array ownership_structure_members{
    may("shareholders", list_of(of(associated_entity))),
    may("share_classes", list_of(of(share_class))),
    may("beneficial_owners", list_of(of(associated_entity))),
};
constexpr Object ownership_structure{"OwnershipStructure", ownership_structure_members};

constexpr std::array company_data_members{
    must("entity_type", of(codes::entity_types)),
    may("customer_ref", text),
    may("documents", list_of(of(document))),
    may("external_refs", of(external_refs)),
    may("metadata", of(company_metadata)),
    may("authorized_persons", list_of(of(associated_entity))),
    may("unauthorized_persons", list_of(of(associated_entity))),
    may("ownership_structure", of(ownership_structure)),
    may("officers", of(officers)),
    may("filings", list_of(of(company_filing))),
    may("charity_data", of(company_charity_data)),
    later("field_checks", list_of(of(company_field_check))),
    later("associated_entities", list_of(of(associated_party))),
    later("custom_fields", of(custom_fields)),
};

}  // namespace

constexpr Object company_data{"CompanyData", company_data_members};

}  // namespace probity::profiles::schemas
