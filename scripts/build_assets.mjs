/**
 * Make `web/static/vendor/` from node_modules and `web/assets/`: one style sheet, one icon sprite, htmx, and the reader of
 * codes for the camera (zxing-wasm: its script and its WebAssembly, without the part that writes codes).
 *
 * The style sheet holds, in this order, the layers `tokens`, `nlds` and `kringpas`:
 * 1. tokens: the `--basis-*` design tokens that are used. They stay custom properties, so that another theme can be
 *    laid over them in the browser.
 * 2. nlds: the rules of the NL Design System for the classes that occur in our templates and scripts, and no others.
 *    Component tokens (`--utrecht-*`, `--nl-*`) are filled in here, except those that a rule itself sets.
 * 3. kringpas: our own rules, `web/assets/*.css` but for `theme.css`.
 *
 * `public.css` is what a page without an account needs of it (`static('vendor/public.css')`): no rule for what such a page
 * never shows, and the tokens filled in. `public-icons.svg` is the small sprite beside it. On a slow network a stranger
 * waits for these bytes before anything is seen.
 *
 * A class, an icon or a token that does not exist stops the build. Run with `npm run build`.
 */

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { transform } from "lightningcss";
import postcss from "postcss";
import valueParser from "postcss-value-parser";

const MODULES = "node_modules";
const OUT = "web/static/vendor";
const LIBRARIES = [
  "@utrecht/component-library-css/dist/index.css",
  ...["button", "data-badge", "heading", "link", "paragraph", "skip-link"].map(
    (name) => `@nl-design-system-candidate/${name}-css/dist/${name}.css`,
  ),
];
const TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css";
const LICENCE =
  "/*! NL Design System components and tokens: EUPL-1.2, Gemeente Utrecht, Frameless and the NL Design System community */";
const LIBRARY_CLASS = /\b(?:utrecht|nl)-[a-z0-9]+(?:[-_]+[a-z0-9]+)*/g;

const read = (path) => readFileSync(path, "utf8");
const module = (path) => read(join(MODULES, path));

/** Our files in a folder with this ending, by name. */
const own = (folder, ending) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.startsWith("vendor"))
    .sort()
    .map((name) => join(folder, name));


/** Classes of the library that the pages and scripts name. */
function usedClasses() {
  const texts = [...own("web/templates", ".html"), ...own("web/static", ".js")].map(read);
  const composed = texts.flatMap((text) => text.match(/\b(?:utrecht|nl)-[\w-]*-\{\{/g) ?? []);
  if (composed.length) throw new Error(`write class names of the library out: ${composed.join(", ")}`);
  return new Set(texts.flatMap((text) => text.match(LIBRARY_CLASS) ?? []));
}

/** Every custom property that a style sheet sets, later ones winning. */
function declaredTokens(...sheets) {
  const tokens = new Map();
  for (const sheet of sheets) {
    postcss.parse(sheet).walkDecls(/^--/, ({ prop, value }) => tokens.set(prop, value));
  }
  return tokens;
}

const withoutNegations = (selector) => selector.replace(/:not\([^()]*(?:\([^()]*\)[^()]*)*\)/g, "");
const classesOf = (selector) => [...withoutNegations(selector).matchAll(/\.(-?[_a-zA-Z][\w-]*)/g)].map(([, name]) => name);

/** Drop every rule for a class that no page uses, and what is left empty by that. */
function trim(root, isUsed) {
  root.walkComments((comment) => comment.remove());
  root.walkRules((rule) => {
    if (rule.parent.name?.endsWith("keyframes")) return;
    rule.selectors = rule.selectors.filter((selector) => classesOf(selector).every(isUsed));
    if (rule.selector === "") rule.remove();
  });
  root.walkAtRules("charset", (rule) => rule.remove());
  root.walkAtRules(/^(media|supports|container)$/, (rule) => rule.nodes?.length || rule.remove());
}

/** Drop animations that no rule names. */
function trimKeyframes(root) {
  let text = "";
  root.walkDecls(/^animation/, ({ value }) => (text += ` ${value}`));
  root.walkAtRules(/keyframes$/, (rule) => text.includes(rule.params) || rule.remove());
}

/** A value with its component tokens filled in; null where a token has neither value nor fallback. */
function fill(value, tokens, local, depth = 0) {
  if (depth > 20) throw new Error(`design tokens go round in circles: ${value}`);
  const parsed = valueParser(value);
  let missing = false;
  parsed.walk((node) => {
    if (node.type !== "function" || node.value !== "var") return undefined;
    const text = filledVariable(node, tokens, local, depth);
    if (text === null) missing = true;
    Object.assign(node, { type: "word", value: text ?? "", nodes: undefined });
    return false;
  });
  return missing ? null : parsed.toString();
}

function filledVariable(node, tokens, local, depth) {
  const [{ value: name }, , ...rest] = node.nodes.filter((part) => part.type !== "comment");
  const fallback = rest.length ? fill(valueParser.stringify(rest).trim(), tokens, local, depth + 1) : null;
  if (name.startsWith("--basis-")) return `var(${name})`;
  const known = tokens.has(name) ? fill(tokens.get(name), tokens, local, depth + 1) : fallback;
  if (!local.has(name)) return known;
  return known === null ? `var(${name})` : `var(${name}, ${known})`;
}

/** Fill in the component tokens of all rules; a declaration that no token feeds says nothing and goes. */
function fillIn(root, tokens) {
  const local = new Set();
  root.walkDecls(/^--/, ({ prop }) => local.add(prop));
  root.walkDecls((declaration) => {
    const filled = fill(declaration.value, tokens, local);
    if (filled === null || (filled === "" && !declaration.prop.startsWith("--"))) declaration.remove();
    else declaration.value = filled;
  });
  dropUnreadVariables(root);
  root.walkRules((rule) => rule.nodes.length || rule.remove());
}

/** Custom properties that a rule sets and no rule reads (any more). */
function dropUnreadVariables(root, beginning = "--(?!basis-)") {
  for (let before = -1, after = 0; before !== after; before = after) {
    const text = root.toString();
    after = text.length;
    root.walkDecls(new RegExp(`^${beginning}`), (declaration) => {
      if (!new RegExp(`var\\(\\s*${declaration.prop}\\s*[,)]`).test(text)) declaration.remove();
    });
    after = root.toString().length;
  }
}

/** The `--basis-*` tokens that the text needs, with what those need in turn; the palette behind them is filled in. */
function basisTokens(text, tokens) {
  const wanted = new Map();
  const queue = [...text.matchAll(/var\(\s*(--basis-[\w-]+)/g)].map(([, name]) => name);
  for (let name = queue.pop(); name; name = queue.pop()) {
    if (wanted.has(name)) continue;
    if (!tokens.has(name)) throw new Error(`there is no design token ${name}`);
    const value = fill(tokens.get(name), tokens, new Set());
    if (value === null) throw new Error(`design token ${name} has no value`);
    wanted.set(name, value);
    queue.push(...[...value.matchAll(/var\(\s*(--basis-[\w-]+)/g)].map(([, inner]) => inner));
  }
  const lines = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}:${value};`);
  return `:root{${lines.join("")}}`;
}

function styleSheet() {
  const used = usedClasses();
  const tokens = declaredTokens(module(TOKENS), read("web/assets/theme.css"));
  const library = postcss.parse(LIBRARIES.map(module).join("\n"));
  const known = new Set();
  library.walkRules((rule) => classesOf(rule.selector).forEach((name) => known.add(name)));
  const unknown = [...used].filter((name) => !known.has(name));
  if (unknown.length) throw new Error(`the NL Design System has no class ${unknown.join(", ")}`);
  trim(library, (name) => used.has(name));
  trimKeyframes(library);
  fillIn(library, tokens);
  const ours = own("web/assets", ".css").filter((path) => basename(path) !== "theme.css").map(read).join("\n");
  const sheet = [
    "@layer tokens, nlds, kringpas;",
    `@layer tokens{${basisTokens(library.toString() + ours, tokens)}}`,
    `@layer nlds{${library}}`,
    `@layer kringpas{${ours}}`,
  ].join("\n");
  const { code } = transform({ filename: "kringpas.css", code: Buffer.from(sheet), minify: true });
  return `${LICENCE}\n${code}`;
}

/** What a page without an account never shows, and macros that are counted by the call. */
const NOT_PUBLIC = ["signed_in.html", "components.html"];

/** The text of a template and of what it extends and imports. */
function textOf(name, seen = new Set()) {
  if (seen.has(name) || NOT_PUBLIC.includes(name)) return "";
  seen.add(name);
  const text = read(join("web/templates", name));
  const others = [...text.matchAll(/\{%-? *(?:extends|import|from|include) "([^"]+)"/g)].map(([, other]) => textOf(other, seen));
  return [text, ...others].join("\n");
}

/** The macros of `components.html` that a text calls, and those that these call in turn. */
function macrosIn(text) {
  const all = [...read("web/templates/components.html").matchAll(/\{% macro (\w+)[\s\S]*?endmacro -?%\}/g)];
  const around = read("web/templates/components.html").match(/^\{%-? set .*$/gm).join("\n");
  let found = `${text}\n${around}`;
  for (let left = all, called; (called = left.filter(([, name]) => new RegExp(`\\b${name}\\(`).test(found))).length; ) {
    found += called.map(([macro]) => macro.replace(/macro \w+/, "")).join("\n");
    left = left.filter((macro) => !called.includes(macro));
  }
  return found;
}

/** The values of all tokens in place of the tokens: a third of the bytes, and nothing left to look up while drawing. */
function fillInTokens(root) {
  const tokens = new Map();
  root.walkDecls(/^--basis-/, (declaration) => {
    tokens.set(declaration.prop, declaration.value);
    declaration.remove();
  });
  const value = (text, depth = 0) => {
    if (depth > 20) throw new Error(`design tokens go round in circles: ${text}`);
    return text.replace(/var\(\s*(--basis-[\w-]+)\s*\)/g, (_, name) => value(tokens.get(name), depth + 1));
  };
  root.walkDecls((declaration) => (declaration.value = value(declaration.value)));
}

/** The sheet for the pages that ask for the small one. */
function publicSheet(whole) {
  const names = own("web/templates", ".html").filter((path) => read(path).includes("static('vendor/public.css')"));
  const text = macrosIn(names.map((path) => textOf(basename(path))).join("\n"));
  const words = new Set(text.match(/[a-z][\w-]*/gi));
  const begun = [...new Set(text.match(/\bkp-[\w-]+(?=\{\{)/g))];
  const root = postcss.parse(whole);
  trim(root, (name) => words.has(name) || begun.some((beginning) => name.startsWith(beginning)));
  trimKeyframes(root);
  fillInTokens(root);
  dropUnreadVariables(root, "--");
  root.walkRules((rule) => rule.nodes.length || rule.remove());
  const { code } = transform({ filename: "public.css", code: Buffer.from(root.toString()), minify: true });
  return `${LICENCE}\n${code}`;
}

/** One symbol per word in `web/assets/icons.json`; the drawings are Lucide's (ISC). */
function sprite(icons) {
  const symbols = Object.entries(icons).map(([word, name]) => {
    const drawing = module(`lucide-static/icons/${name}.svg`).match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
    return `<symbol id="${word}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  return `<!-- Lucide, ISC licence --><svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

function write(name, content) {
  writeFileSync(join(OUT, name), content);
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  console.log(`${name.padEnd(16)} ${bytes.length} bytes, ${gzipSync(bytes).length} gzipped, ${hash}`);
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const whole = styleSheet();
write("kringpas.css", whole);
write("public.css", publicSheet(whole));
const icons = JSON.parse(read("web/assets/icons.json"));
write("public-icons.svg", sprite(icons.public));
write("icons.svg", sprite({ ...icons.public, ...icons.work }));
write("htmx.js", module("htmx.org/dist/htmx.min.js").replace(/\n?\/\/# sourceMappingURL=.*/, ""));
cpSync(join(MODULES, "htmx.org/LICENSE"), join(OUT, "htmx.LICENSE"));
write("zxing.js", module("zxing-wasm/dist/iife/reader/index.js"));
write("zxing.wasm", readFileSync(join(MODULES, "zxing-wasm/dist/reader/zxing_reader.wasm")));
const cpp = "zxing.wasm is made from ZXing-C++, under the Apache License 2.0: https://www.apache.org/licenses/LICENSE-2.0";
writeFileSync(join(OUT, "zxing.LICENSE"), `${module("zxing-wasm/LICENSE")}\n${cpp}\n`);
