import { extname } from "node:path"

const text = "; charset=utf-8"

// The types of the web, by extension. Text is UTF-8: other encodings have no place on a new site.
const types: Readonly<Record<string, string>> = {
  __proto__: null as never,
  avif: "image/avif",
  bin: "application/octet-stream",
  bmp: "image/bmp",
  css: `text/css${text}`,
  csv: `text/csv${text}`,
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  epub: "application/epub+zip",
  gif: "image/gif",
  gz: "application/gzip",
  htm: `text/html${text}`,
  html: `text/html${text}`,
  ico: "image/vnd.microsoft.icon",
  ics: `text/calendar${text}`,
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: `text/javascript${text}`,
  json: "application/json",
  jsonl: "application/jsonl",
  jsonld: "application/ld+json",
  jxl: "image/jxl",
  m4a: "audio/mp4",
  m4v: "video/mp4",
  map: "application/json",
  md: `text/markdown${text}`,
  mjs: `text/javascript${text}`,
  mov: "video/quicktime",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  oga: "audio/ogg",
  ogg: "audio/ogg",
  ogv: "video/ogg",
  opus: "audio/ogg",
  otf: "font/otf",
  pdf: "application/pdf",
  png: "image/png",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  rss: "application/rss+xml",
  svg: "image/svg+xml",
  tar: "application/x-tar",
  ttf: "font/ttf",
  txt: `text/plain${text}`,
  vtt: `text/vtt${text}`,
  wasm: "application/wasm",
  wav: "audio/wav",
  weba: "audio/webm",
  webm: "video/webm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
  xhtml: "application/xhtml+xml",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xml: "application/xml",
  zip: "application/zip",
}

/** Content-Type by the extension of a file name, undefined for one that is not in the table. */
export function knownContentType(name: string): string | undefined {
  return types[extname(name).slice(1).toLowerCase()]
}

/** Content-Type by the extension of a file name; bytes for one that is not in the table. */
export function contentTypeOf(name: string): string {
  return knownContentType(name) ?? "application/octet-stream"
}

/** Whether content of this type becomes smaller by compression. */
export function isCompressible(contentType: string): boolean {
  return /^(?:text\/|application\/(?:json|javascript|xml|wasm|x-tar|.*\+(?:json|xml)$)|image\/(?:svg\+xml|bmp)|font\/(?:ttf|otf))/.test(
    contentType,
  )
}
