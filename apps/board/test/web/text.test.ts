import { describe, expect, it } from "vitest"
import { en } from "../../web/src/language/en.ts"
import { ko } from "../../web/src/language/ko.ts"
import { firstLanguage } from "../../web/src/language/languages.ts"
import { secondsLeftToday, timeAgo } from "../../web/src/language/time.ts"
import { segments } from "../../web/src/posts/linked-text.ts"
import { pageCount, pagerParts } from "../../web/src/posts/pages.ts"
import { tagsFrom } from "../../web/src/posts/tag-text.ts"

describe("firstLanguage", () => {
  it.each([
    ["lang=ko", ["en-GB"], "ko"],
    ["a=1; lang=en", ["ko"], "en"],
    ["slang=ko", ["en"], "en"],
    ["lang=xx", ["fr", "ko-KR", "en"], "ko"],
    ["", ["fr"], "en"],
    ["", [], "en"],
  ] as const)("cookie %o, browser %o: %s", (cookies, asked, language) => {
    expect(firstLanguage(cookies, asked)).toBe(language)
  })
})

describe("texts", () => {
  it("leave nothing empty and nothing untranslated but names", () => {
    const same = differences(en, ko, "")
    expect(same).toEqual([])
  })
})

describe("timeAgo", () => {
  const now = new Date(2026, 5, 15, 12).getTime()
  const minute = 60_000
  it.each([
    [0, "now", "지금"],
    [-5 * minute, "now", "지금"],
    [minute, "1 minute ago", "1분 전"],
    [59.9 * minute, "59 minutes ago", "59분 전"],
    [60 * minute, "1 hour ago", "1시간 전"],
    [24 * 60 * minute, "yesterday", "어제"],
    [6 * 24 * 60 * minute, "6 days ago", "6일 전"],
    [8 * 24 * 60 * minute, "Jun 7", "6월 7일"],
    [400 * 24 * 60 * minute, "May 11, 2025", "2025년 5월 11일"],
  ])("%i ms", (ago, english, korean) => {
    expect([timeAgo(now - ago, now, "en"), timeAgo(now - ago, now, "ko")]).toEqual([english, korean])
  })
})

describe("pagerParts", () => {
  it.each([
    [1, 1, [1]],
    [1, 3, [1, 2, 3]],
    [1, 11, [1, 2, "gap", 11]],
    [3, 11, [1, 2, 3, 4, "gap", 11]],
    [4, 7, [1, 2, 3, 4, 5, 6, 7]],
    [6, 11, [1, "gap", 5, 6, 7, "gap", 11]],
    [11, 11, [1, "gap", 10, 11]],
    [50, 11, [1, "gap", 11]],
  ])("page %i of %i", (current, last, parts) => {
    expect(pagerParts(current, last)).toEqual(parts)
  })

  it("counts pages", () => {
    expect([0, 1, 20, 21].map((total) => pageCount(total, 20))).toEqual([1, 1, 1, 2])
  })
})

describe("segments", () => {
  it.each([
    ["no address", ["no address"]],
    ["see https://a.example/b.", ["see ", ["https://a.example/b"], "."]],
    ["(https://a.example/x_(y)) ok", ["(", ["https://a.example/x_(y)"], ") ok"]],
    ["https://a.example 그리고 http://b.example!", [["https://a.example"], " 그리고 ", ["http://b.example"], "!"]],
    ["javascript:alert(1) ftp://a.example", ["javascript:alert(1) ftp://a.example"]],
    ["https:// alone", ["https:// alone"]],
    ['<a href="https://a.example">', ['<a href="', ["https://a.example"], '">']],
  ])("%s", (text, expected) => {
    const found = segments(text)
    expect(found.map((segment) => (segment.href ? [segment.href] : segment.text))).toEqual(expected)
    expect(found.map((segment) => segment.text).join("")).toBe(text)
  })
})

describe("tagsFrom", () => {
  it("trims, drops what is empty or there twice, and takes off the sign", () => {
    expect(tagsFrom(" garden, #question,,garden、책 , # ")).toEqual(["garden", "question", "책"])
    expect(tagsFrom("")).toEqual([])
  })
})

/** Paths where two languages say the same, or one says nothing. */
function differences(one: unknown, other: unknown, path: string): string[] {
  if (typeof one === "string") return one === other || one === "" || other === "" ? [path] : []
  if (typeof one === "function") {
    const said = [one, other].map((say) => (say as (value: number) => string)(2))
    return said[0] === said[1] ? [path] : []
  }
  return Object.keys(Object(one)).flatMap((key) => differences(Object(one)[key], Object(other)[key], `${path}/${key}`))
}

describe("secondsLeftToday", () => {
  it.each([
    [new Date(2026, 5, 15, 0, 0, 0), 24 * 60 * 60],
    [new Date(2026, 5, 15, 23, 59, 30), 30],
    [new Date(2026, 11, 31, 23, 0, 0), 60 * 60],
    [new Date(2026, 5, 15, 23, 59, 59, 999), 1],
  ])("%s", (now, seconds) => {
    expect(secondsLeftToday(now)).toBe(seconds)
  })
})
