import { assert, property, string } from "fast-check"
import { describe, expect, it } from "vitest"
import { isCommonPassword } from "../../src/security.ts"

describe("common passwords", () => {
  it.each([
    "password",
    "Password1",
    "P@ssw0rd2026!",
    "qwerty123",
    "12345678",
    "87654321",
    "123123123",
    "aaaaaaaa",
    "abcd1234",
    "1q2w3e4r".replace(/\d/g, "") + "ty",
    "iloveyou",
    "19870314",
    "2026-08-03",
    "letmein!!",
    "dragondragon",
    "tkfkdgo12",
    "ｐａｓｓｗｏｒｄ",
    "correcthorsebatterystaple",
    "",
  ])("%j is one", (password) => expect(isCommonPassword(password)).toBe(true))

  it.each(["correct horse", "tangerine-otter-42", "vK9#mLq2", "달빛아래마루에앉아", "Winter-is-not-coming-yet"])(
    "%j is none",
    (password) => expect(isCommonPassword(password)).toBe(false),
  )

  it("are also those that are little more than the account's own words", () => {
    expect(isCommonPassword("mina.kim1", ["mina.kim@example.com"])).toBe(true)
    expect(isCommonPassword("MaruBoard!", ["Maru Board", "maruboard"])).toBe(true)
    expect(isCommonPassword("mina.kim likes tea", ["mina.kim@example.com"])).toBe(false)
  })

  it("are found in a time that grows with the length, whatever is typed", () => {
    assert(
      property(string({ unit: "binary", maxLength: 2000 }), (password) => {
        expect(typeof isCommonPassword(password, [password])).toBe("boolean")
      }),
    )
  })
})
