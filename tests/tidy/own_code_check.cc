// A check for clang-tidy that finds nothing itself. It keeps the other checks
// from matching the hundred thousand declarations that headers of others bring
// into each file: docs/decisions/0008-clang-tidy-sees-our-own-code.md.

#include <vector>

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyModuleRegistry.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"
#include "clang/ASTMatchers/ASTMatchers.h"
#include "clang/Basic/SourceManager.h"

namespace localoffer {
namespace {

using ::clang::ast_matchers::MatchFinder;

bool IsOurs(const clang::Decl& declaration,
            const clang::SourceManager& sources) {
  const clang::SourceLocation place =
      sources.getExpansionLoc(declaration.getLocation());
  return place.isValid() && !sources.isInSystemHeader(place);
}

class OwnCodeCheck : public clang::tidy::ClangTidyCheck {
 public:
  using ClangTidyCheck::ClangTidyCheck;

  void registerMatchers(MatchFinder* finder) override {
    finder->addMatcher(clang::ast_matchers::translationUnitDecl().bind("unit"),
                       this);
  }

  // The unit is matched first, and what it holds is asked for after that.
  void check(const MatchFinder::MatchResult& result) override {
    const auto* unit =
        result.Nodes.getNodeAs<clang::TranslationUnitDecl>("unit");
    std::vector<clang::Decl*> ours;
    for (clang::Decl* declaration : unit->decls()) {
      if (IsOurs(*declaration, *result.SourceManager)) {
        ours.push_back(declaration);
      }
    }
    result.Context->setTraversalScope(ours);
  }
};

class LocalofferModule : public clang::tidy::ClangTidyModule {
 public:
  void addCheckFactories(
      clang::tidy::ClangTidyCheckFactories& factories) override {
    factories.registerCheck<OwnCodeCheck>("localoffer-own-code");
  }
};

// What clang-tidy looks through after it has loaded a plugin.
const clang::tidy::ClangTidyModuleRegistry::Add<LocalofferModule> kModule(
    "localoffer", "Keeps clang-tidy to code that is ours.");

}  // namespace
}  // namespace localoffer
