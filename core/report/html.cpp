#include "core/report/html.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace autoloss {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Bytes of the UTF-8 character at the start of a text that is not empty; 0 if there is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  return length;
}

void remove_elements(std::string& svg, std::string_view tag) {
  const std::string open = "<" + std::string(tag) + ">", close = "</" + std::string(tag) + ">";
  for (std::size_t start; (start = svg.find(open)) != std::string::npos;) {
    const std::size_t end = svg.find(close, start);
    if (end == std::string::npos) return;
    svg.erase(start, end + close.size() - start);
  }
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string html;
  html.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_length(text.substr(at));
    const char c = text[at];
    const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r';
    if (length == 0 || control)
      html += kReplacement;
    else if (c == '&')
      html += "&amp;";
    else if (c == '<')
      html += "&lt;";
    else if (c == '>')
      html += "&gt;";
    else if (c == '"')
      html += "&quot;";
    else if (c == '\'')
      html += "&#39;";
    else
      html += text.substr(at, length);
    at += length == 0 ? 1 : length;
  }
  return html;
}

HtmlTable::HtmlTable(const std::vector<std::string>& headings, std::vector<std::size_t> text_columns)
    : columns_(headings.size()),
      text_columns_(std::move(text_columns)),
      head_("<div class=\"wide\"><table><thead><tr>") {
  for (std::size_t i = 0; i < columns_; ++i) head_ += cell("th", i, headings[i]);
  head_ += "</tr></thead><tbody>\n";
}

void HtmlTable::row(const std::vector<std::string>& cells, std::string_view emphasis) {
  assert(cells.size() == columns_);
  rows_ += emphasis.empty() ? "<tr>" : "<tr class=\"" + std::string(emphasis) + "\">";
  for (std::size_t i = 0; i < cells.size(); ++i) rows_ += cell("td", i, cells[i]);
  rows_ += "</tr>\n";
}

std::string HtmlTable::cell(std::string_view tag, std::size_t column, std::string_view text) const {
  const std::string name(tag);
  const bool is_text = std::find(text_columns_.begin(), text_columns_.end(), column) != text_columns_.end();
  return "<" + name + (is_text ? " class=\"text\">" : ">") + escaped(text) + "</" + name + ">";
}

std::string inlined_svg(std::string_view svg, std::string_view prefix, std::string_view title) {
  const std::size_t start = svg.find("<svg");
  if (start == std::string_view::npos) return "";
  std::string inlined(svg.substr(start));
  // gnuplot names its plots in tooltips by the commands that drew them.
  remove_elements(inlined, "title");
  remove_elements(inlined, "desc");
  const std::string mark(prefix);
  for (const std::string reference : {"id='", "id=\"", "href='#", "href=\"#", "url(#", "url('#"})
    replace_all(inlined, reference, reference + mark + "-");
  inlined.insert(4, " role=\"img\"");
  inlined.insert(inlined.find('>') + 1, "<title>" + escaped(title) + "</title>");
  return inlined;
}

}  // namespace autoloss
