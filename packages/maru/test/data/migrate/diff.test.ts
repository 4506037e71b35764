import { describe, expect, it } from "vitest"
import { z } from "zod"
import { type AnyModel, belongsTo, model, primaryKey } from "../../../src/data.ts"
import { type DialectName, dialectSchemas } from "../../../src/data/dialects/schemas.ts"
import { type Answers, noAnswers, reversed } from "../../../src/data/migrate/diff/answers.ts"
import { describeOperation } from "../../../src/data/migrate/diff/description.ts"
import { diff } from "../../../src/data/migrate/diff/diff.ts"
import { placeholder } from "../../../src/data/migrate/diff/placeholder.ts"
import { questionsOf } from "../../../src/data/migrate/diff/question.ts"
import { draftMigration } from "../../../src/data/migrate/draft.ts"
import { splitStatements, transactionControl } from "../../../src/data/migrate/run/split.ts"
import { columnsIn, normalExpression } from "../../../src/data/migrate/schema/expression.ts"
import { schemaOfModels } from "../../../src/data/migrate/schema/from-models.ts"
import { partName, shortened } from "../../../src/data/migrate/schema/names.ts"
import { type Schema, emptySchema } from "../../../src/data/migrate/schema/schema.ts"

class Hen extends model("hens", {
  id: primaryKey(),
  get egg() {
    return belongsTo(Egg, { nullable: true })
  },
}) {}
class Egg extends model("eggs", {
  id: primaryKey(),
  get hen() {
    return belongsTo(Hen)
  },
}) {}

const { postgres, sqlite } = dialectSchemas
const of = (...models: AnyModel[]): Schema => schemaOfModels(models, postgres)
const words = (from: Schema, to: Schema, answers?: Answers): string[] => diff(from, to, answers).map(describeOperation)
const sqlOf = (from: Schema, to: Schema, dialect: DialectName, answers: Answers = noAnswers): string | undefined =>
  draftMigration(from, to, dialect, answers, "exact")?.up

describe("the steps from one schema to another", () => {
  it("are none between equal ones", () => {
    expect(words(of(Hen, Egg), of(Egg, Hen))).toEqual([])
  })

  it("cut circles of foreign keys", () => {
    expect(words(emptySchema, of(Hen, Egg))).toEqual([
      "create table eggs",
      "create table hens",
      "add foreign key eggs_hen_id_fkey",
    ])
    expect(words(of(Hen, Egg), emptySchema)).toEqual([
      "drop foreign key eggs_hen_id_fkey",
      "drop table hens",
      "drop table eggs",
    ])
  })

  it("make tables of a circle whole where an engine does not look", () => {
    const wanted = schemaOfModels([Hen, Egg], sqlite)
    expect(sqlOf(emptySchema, wanted, "sqlite")).toContain(
      `"hen_id" INTEGER NOT NULL REFERENCES "hens" ("id") ON DELETE RESTRICT`,
    )
  })

  it("keep constraints whose names follow from a name that changes", () => {
    class Chick extends model("chicks", {
      id: primaryKey(),
      get hen() {
        return belongsTo(Hen)
      },
    }) {}
    const answers = { ...noAnswers, tables: new Map([["eggs", "chicks"]]) }
    expect(words(of(Hen, Egg), { ...of(Hen, Chick), tables: of(Hen, Chick).tables }, answers)).toContain(
      "rename foreign key eggs_hen_id_fkey to chicks_hen_id_fkey",
    )
    expect(reversed(answers).tables).toEqual(new Map([["chicks", "eggs"]]))
  })

  it("quote names and escape values, on every engine", () => {
    class Odd extends model(`o"d\`d`, { id: primaryKey(), kind: z.enum(["it's", `a\\b`]) }) {}
    const texts = (["sqlite", "postgres", "mysql"] as const).map((dialect) =>
      sqlOf(emptySchema, schemaOfModels([Odd], dialectSchemas[dialect]), dialect),
    )
    expect(texts[0]).toContain(`CREATE TABLE "o""d\`d"`)
    expect(texts[0]).toContain(`CHECK ("kind" IN ('it''s', 'a\\b'))`)
    expect(texts[1]).toContain(`CREATE TABLE "o""d\`d"`)
    expect(texts[2]).toContain('CREATE TABLE `o"d``d`')
    expect(texts[2]).toContain("CHECK (`kind` IN ('it''s', 'a\\\\b'))")
  })

  it("refuse names that the engine would cut off, and shorten those that they make", () => {
    class Long extends model("t".repeat(64), { id: primaryKey() }) {}
    expect(() => schemaOfModels([Long], postgres)).toThrow("is too long: the engine takes names of 63 bytes")
    const name = partName("index", "t".repeat(40), ["c".repeat(40)], 63)
    expect(name).toMatch(/^t{40}_c{13}_[0-9a-f]{8}$/)
    expect(partName("index", "t".repeat(40), ["c".repeat(40)], 63)).toBe(name)
    expect(partName("index", "t".repeat(40), ["c".repeat(41)], 63)).not.toBe(name)
    expect(Buffer.byteLength(shortened("가".repeat(30), 63))).toBeLessThanOrEqual(63)
  })
})

describe("what two schemas leave open", () => {
  const table = (name: string, columns: Readonly<Record<string, string>>, nullable = false): Schema => ({
    tables: [
      {
        name,
        columns: Object.entries(columns).map(([column, type]) => ({ name: column, type, nullable })),
        key: [],
        parts: [],
      },
    ],
    views: [],
  })
  const places = (from: Schema, to: Schema, answers: Partial<Answers> = {}): unknown[] =>
    questionsOf(from, to, { ...noAnswers, ...answers }).map((question) =>
      question.kind === "rename" ? [question.place, question.candidates] : [question.place],
    )

  it("is whether a column has another name", () => {
    const [from, to] = [table("t", { a: "text" }, true), table("t", { b: "text", c: "text", d: "int" }, true)]
    expect(places(from, to)).toEqual([["t.a", ["t.b", "t.c"]]])
    expect(places(from, to, { columns: new Map([["t.a", "b"]]) })).toEqual([])
    expect(places(from, to, { drops: new Set(["t.a"]) })).toEqual([])
    expect(places(from, table("t", { d: "int" }, true))).toEqual([])
  })

  it("is whether a table has another name, if half of it is the same", () => {
    const from = table("t", { a: "text", b: "text" }, true)
    expect(places(from, table("u", { a: "text", c: "int" }, true))).toEqual([["t", ["u"]]])
    expect(places(from, table("u", { a: "int", c: "int", d: "int" }, true))).toEqual([])
    expect(places(from, table("u", { a: "text", e: "text" }, true), { tables: new Map([["t", "u"]]) })).toEqual([
      ["t.b", ["u.e"]],
    ])
  })

  it("is the value of what is required from now on", () => {
    expect(places(table("t", { a: "int" }, true), table("t", { a: "int", b: "text" }))).toEqual([["t.a"], ["t.b"]])
    expect(places(table("t", {}), table("t", { b: "text" }), { fills: new Map([["t.b", "''"]]) })).toEqual([])
  })
})

describe("what stands for a lost value", () => {
  it("is what its column takes", () => {
    const column = (type: string) => ({ name: "a", type, nullable: false })
    const table = { name: "t", columns: [], key: [], parts: [] }
    expect(placeholder(table, column("bigint"))).toBe("0")
    expect(placeholder(table, column("jsonb"))).toBe("null")
    expect(placeholder(table, column("TEXT"))).toBe("")
    expect(placeholder(table, column("datetime(3)"))).toBe("1970-01-01 00:00:00")
    const check = { kind: "check", name: "c", expression: `"a" IN ('it''s', 'b')` } as const
    expect(placeholder({ ...table, parts: [check] }, column("TEXT"))).toBe("it's")
  })
})

describe("expressions", () => {
  it.each([
    [`"kind" IN ('a', 'b')`, `((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))`],
    [`"kind" IN ('a')`, `(kind = 'a'::text)`],
    ["`n` IN (1, 2)", "(`n` in (1,2))"],
    [`'free'`, `'free'::character varying(20)`],
    ["-1.5", "'-1.50'::numeric"],
    ["now()", "NOW()"],
    ["'A'", "_utf8mb4'A'"],
  ])("%s is %s to an engine", (ours, theirs) => {
    expect(normalExpression(theirs)).toBe(normalExpression(ours))
  })

  it("that differ stay different", () => {
    expect(normalExpression("'A'")).not.toBe(normalExpression("'a'"))
    expect(normalExpression(`x IN ('a', 'b')`)).not.toBe(normalExpression(`x IN ('a')`))
  })

  it("know their columns", () => {
    expect(columnsIn(`"a b" > 1 AND c IN ('d')`, ["a b", "c", "d"])).toEqual(["a b", "c"])
  })
})

describe("the statements of a text", () => {
  it.each([
    ["sqlite", `INSERT INTO a VALUES (';'); -- a;b\n UPDATE "x;y" SET z = 1 /* ; */;;`, 2],
    ["postgres", "DO $$ BEGIN PERFORM 1; END $$; SELECT E'it\\'s;'; SELECT $a$;$a$", 3],
    ["mysql", "INSERT INTO a VALUES ('\\';'); # c;\nSELECT `;`", 2],
    [
      "mysql",
      "DELIMITER //\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @x = 1; END//\nDELIMITER ;\nSELECT 1;",
      2,
    ],
    ["sqlite", "-- nothing\n/* at all; */", 0],
  ] as const)("of %s are found: %s", (dialect, sql, count) => {
    expect(splitStatements(sql, dialect)).toHaveLength(count)
  })

  it("may not end a transaction, but tell of it", () => {
    const control = (sql: string): string | undefined => transactionControl(splitStatements(sql, "sqlite"))
    expect(control("SELECT 1; -- c\n COMMIT;")).toBe("COMMIT")
    expect(control("START TRANSACTION")).toBeDefined()
    expect(control("INSERT INTO a VALUES ('COMMIT')")).toBeUndefined()
  })

  it("leave the executable comments of MySQL alone", () => {
    expect(splitStatements("/*!50003 SET x = 1 */; /* none */;", "mysql")).toHaveLength(1)
  })
})
