#include "services/gateway/pages/pages.h"

#include "services/gateway/pages/asset_resource.h"
#include "services/gateway/pages/council_page.h"
#include "services/gateway/pages/embedded_entry_page.h"
#include "services/gateway/pages/england_page.h"
#include "services/gateway/pages/entry_page.h"
#include "services/gateway/pages/find_page.h"
#include "services/gateway/pages/listed_page.h"
#include "services/gateway/pages/pack_page.h"
#include "services/gateway/pages/proof_resource.h"
#include "services/gateway/pages/sitemap_resource.h"

namespace localoffer::gateway::pages {

void AddPages(const Site& site, Router& router) {
  router.Add("/assets/{fingerprint}/pages.css",
             std::make_unique<AssetResource>(site));
  router.Add("/proofs.zip", std::make_unique<ProofBundle>(site));
  router.Add("/proofs/listed",
             std::make_unique<ProofResource>(site, ProofOf::kListed));
  router.Add("/proofs/absent",
             std::make_unique<ProofResource>(site, ProofOf::kAbsent));
  router.Add("/proofs/entries/{authority}/{entry}",
             std::make_unique<ProofResource>(site, ProofOf::kEntry));
  router.Add("/sitemap.xml", std::make_unique<SitemapIndex>(site));
  router.Add("/authorities/{gss}/sitemap.xml",
             std::make_unique<SitemapResource>(site));
  for (const Language& language : site.languages()) {
    const bool english = language.prefix.empty();
    router.Add(english ? "/" : "/cy",
               std::make_unique<FindPage>(site, language, FindStyle::kWhole));
    router.Add(english ? "/embed" : "/cy/embed",
               std::make_unique<FindPage>(site, language, FindStyle::kFramed));
    router.Add(english ? "/entries/{authority}/{entry}"
                       : "/cy/entries/{authority}/{entry}",
               std::make_unique<EntryPage>(site, language));
    router.Add(english ? "/embed/entries/{authority}/{entry}"
                       : "/cy/embed/entries/{authority}/{entry}",
               std::make_unique<EmbeddedEntryPage>(site, language));
    router.Add(english ? "/pack" : "/cy/pack",
               std::make_unique<PackPage>(site, language));
    router.Add(english ? "/authorities" : "/cy/authorities",
               std::make_unique<CouncilsPage>(site, language));
    router.Add(english ? "/authorities/{gss}" : "/cy/authorities/{gss}",
               std::make_unique<CouncilPage>(site, language));
    router.Add(english ? "/listed" : "/cy/listed",
               std::make_unique<ListedPage>(site, language));
    router.Add(english ? "/listed.csv" : "/cy/listed.csv",
               std::make_unique<ListedCsv>(site, language));
    router.Add(english ? "/england" : "/cy/england",
               std::make_unique<EnglandPage>(site, language));
    router.Add(english ? "/england.csv" : "/cy/england.csv",
               std::make_unique<EnglandCsv>(site, language));
  }
}

}  // namespace localoffer::gateway::pages
