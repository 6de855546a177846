#include "tests/unit/tagging/tagged.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>

namespace wiredesk::tagging {

namespace {

const Pipeline& Load(const std::vector<std::string>& taggers) {
  static std::map<std::vector<std::string>, std::unique_ptr<Pipeline>>& loaded =
      *new std::map<std::vector<std::string>, std::unique_ptr<Pipeline>>;
  std::unique_ptr<Pipeline>& pipeline = loaded[taggers];
  if (pipeline == nullptr) {
    auto made = Pipeline::Load(WIREDESK_RESOURCES, taggers);
    if (!made.ok()) {
      ADD_FAILURE() << made.status();
      abort();
    }
    pipeline = *std::move(made);
  }
  return *pipeline;
}

}  // namespace

const Pipeline& AllTaggers() {
  return Load({});
}

Tags TagWith(const std::string& tagger, const std::string& body, const std::string& title) {
  Article article;
  article.title = title;
  article.body = body;
  article.language = {"en", 1};
  return Load({tagger}).Tag(article);
}

std::vector<std::string> EntityTexts(const Tags& tags, EntityType type) {
  std::vector<std::string> texts;
  for (const Entity& entity : tags.entities) {
    if (entity.type == type) texts.push_back(entity.text);
  }
  return texts;
}

std::vector<std::string> PlaceCountries(const Tags& tags) {
  std::vector<std::string> places;
  for (const Place& place : tags.places) places.push_back(place.text + "=" + place.country);
  return places;
}

std::vector<std::string> TopicIds(const Tags& tags) {
  std::vector<std::string> ids;
  for (const Topic& topic : tags.topics) ids.push_back(topic.id);
  return ids;
}

}  // namespace wiredesk::tagging
