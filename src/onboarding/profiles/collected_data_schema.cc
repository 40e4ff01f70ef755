#include <array>

#include "profiles/collected_data_parts.h"
#include "profiles/formats.h"

namespace probity::profiles::schemas {
namespace {

using schema::anything;
using schema::later;
using schema::list_of;
using schema::Map;
using schema::may;
using schema::Object;
using schema::of;
using schema::scalar;
using schema::text;
using schema::Variant;

constexpr std::array provider_reference_members{later("reference", text), later("label", text)};
constexpr Object provider_reference{"ProviderReference", provider_reference_members};

constexpr std::array external_refs_members{
    may("jumio_netverify", list_of(of(formats::uuid))),
    later("provider", list_of(of(provider_reference))),
    later("generic", anything),
};

constexpr std::array entity_data_cases{
    Variant::Case{"INDIVIDUAL", &individual_data},
    Variant::Case{"COMPANY", &company_data},
};

}  // namespace

constexpr Object external_refs{"ExternalRefs", external_refs_members};
constexpr Map custom_fields{"CustomFields", &formats::custom_field_name, scalar, 500};
constexpr Variant entity_data{"EntityData", "entity_type", entity_data_cases};

}  // namespace probity::profiles::schemas
