import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import {
  ValidationFailed,
  belongsTo,
  decimal,
  defaultTo,
  factory,
  hasMany,
  hidden,
  manyToMany,
  model,
  primaryKey,
  sql,
  timestamp,
  unique,
  view,
} from "../../src/data.ts"
import { tableOf } from "../../src/data/model/table/tables.ts"
import { wayOf } from "../../src/data/model/table/way.ts"
import { eachEngine } from "./engines.ts"
import { type OpenDatabase, openOn, statementsOf } from "./library.ts"

class Team extends model("teams", {
  id: primaryKey(),
  name: unique(z.string().max(40)),
  get topics() {
    return manyToMany(Topic, { through: TeamTopic, inverse: "teams" })
  },
  get links() {
    return hasMany(TeamTopic, "team")
  },
}) {}

class Topic extends model("topics", {
  id: primaryKey(),
  name: z.string(),
  get teams() {
    return manyToMany(Team, { through: TeamTopic, inverse: "topics" })
  },
}) {}

class TeamTopic extends model("team_topics", {
  get team() {
    return belongsTo(Team, { primary: true, onDelete: "cascade" })
  },
  get topic() {
    return belongsTo(Topic, { primary: true, onDelete: "cascade" })
  },
  weight: z.int().min(1),
  note: defaultTo(z.string(), "none"),
  since: timestamp(),
}) {}

class Person extends model(
  "persons",
  {
    id: primaryKey(),
    name: z.string().trim(),
    secret: hidden(z.string().default("x")),
    get team() {
      return belongsTo(Team)
    },
  },
  { unique: [["team", "name"]] },
) {
  static kind = "person"

  greet(): string {
    return `I am ${this.name}`
  }
}

class Employee extends Person.extend(
  "employees",
  {
    salary: decimal(10, 2),
    get boss() {
      return belongsTo(Employee, { nullable: true })
    },
  },
  { indexes: [["team", "salary"]] },
) {
  override greet(): string {
    return `${super.greet()}, paid ${this.salary}`
  }
}

class TeamStats extends view(
  "team_stats",
  {
    teamId: primaryKey(z.int()),
    people: z.int(),
  },
  sql`SELECT team_id, count(*) AS people FROM persons GROUP BY team_id`,
) {
  get crowded(): boolean {
    return this.people > 1
  }
}

describe("a model that extends another", () => {
  it("has its columns, relations, options and methods, and a table of its own", () => {
    const table = tableOf(Employee)
    expect([table.name, table.label]).toEqual(["employees", "Employee"])
    expect(table.columns.map(({ property }) => property)).toEqual([
      "id",
      "name",
      "secret",
      "teamId",
      "salary",
      "bossId",
    ])
    expect(table.uniques.map((columns) => columns.map(({ name }) => name))).toEqual([["team_id", "name"]])
    expect(table.indexes).toHaveLength(1)
    expect(Employee.kind).toBe("person")
    expect(Employee.table).toBe("employees")
    expect(Person.table).toBe("persons")
    expect(Object.keys(Employee.insert.shape)).toEqual(["name", "secret", "salary"])
    expect(Object.keys(Employee.public.shape)).toEqual(["id", "name", "salary"])
    expect(Object.keys(Person.insert.shape)).toEqual(["name", "secret"])
    const team = new Team({ name: "A" })
    const ada = new Employee({ name: "Ada", team, salary: "10", boss: null })
    expect(ada).toBeInstanceOf(Person)
    expect(ada.greet()).toBe("I am Ada, paid 10")
    expect(JSON.stringify(ada)).not.toContain("secret")
  })
})

describe("a relation through a model", () => {
  it("is refused where that model belongs to one side only", () => {
    class Half extends model("halves", {
      id: primaryKey(),
      get team() {
        return belongsTo(Team)
      },
    }) {}
    class Odd extends model("odds", {
      id: primaryKey(),
      get teams() {
        return manyToMany(Team, { through: Half })
      },
    }) {}
    const odd = tableOf(Odd)
    expect(() => wayOf(odd, odd.relations.get("teams")!)).toThrow(
      "Odd.teams goes through Half, which has to belong to Odd and to Team.",
    )
  })
})

eachEngine((engine) => {
  let database: OpenDatabase
  const opened = async () => (database = await openOn(engine, [Team, Topic, TeamTopic, Person, Employee]))
  afterEach(() => database.close())

  it("stores entities of the extending model in their own table", async () => {
    await opened()
    await using db = database.session()
    const team = new Team({ name: "A" })
    const boss = db.add(new Employee({ name: "Ada", team, salary: "10", boss: null }))
    db.add(new Employee({ name: "Bo", team, salary: "9.5", boss }))
    db.add(new Person({ name: "Ada", team }))
    await db.commit()
    await using other = database.session()
    const found = await other
      .query(Employee)
      .where({ boss: { name: "Ada" } })
      .with({ boss: true, team: true })
      .one()
    expect([found.greet(), found.boss!.salary, found.team.name]).toEqual(["I am Bo, paid 9.50", "10.00", "A"])
    expect(await other.query(Person).count()).toBe(1)
  })

  it("links rows with values of the link", async () => {
    await opened()
    await using db = database.session()
    const [team, tea, bread] = [
      db.add(new Team({ name: "A" })),
      new Topic({ name: "tea" }),
      new Topic({ name: "bread" }),
    ]
    db.link(team, "topics", tea, { weight: 3 })
    db.link(team, "topics", bread, { weight: 1, note: "fresh" })
    await db.commit()
    db.link(team, "topics", tea, { weight: 9 })
    await db.commit()
    await using other = database.session()
    const read = (await other.get(Team, team.id, { with: { topics: true, links: { with: { topic: true } } } }))!
    expect(read.topics.map(({ name }) => name)).toEqual(["tea", "bread"])
    expect(
      read.links.map(({ topic, weight, note, since }) => [topic.name, weight, note, since instanceof Date]),
    ).toEqual([
      ["tea", 3, "none", true],
      ["bread", 1, "fresh", true],
    ])
    read.links[0]!.weight = 4
    other.unlink(read, "topics", read.topics[1]!)
    await other.commit()
    expect(await other.query(TeamTopic).where({ weight: 4 }).count()).toBe(1)
    expect(await other.query(TeamTopic).count()).toBe(1)
    expect(
      await other
        .query(Topic)
        .where({ teams: { name: "A" } })
        .count(),
    ).toBe(1)
    expect(() => other.link(read, "topics", read.topics[0]!, { weight: 0 })).toThrow(ValidationFailed)
  })
})

eachEngine((engine) => {
  let database: OpenDatabase
  afterEach(() => database.close())

  it("reads views as models, and never writes them", async () => {
    database = await openOn(engine, [Team, Topic, TeamTopic, Person, TeamStats])
    await using db = database.session()
    const people = factory(Person)
    const team = await factory(Team).create(db, { name: "A" })
    await people.createMany(db, 2, { team })
    await people.create(db)
    await db.commit()
    const crowded = await db
      .query(TeamStats)
      .where({ people: { gt: 1 } })
      .one()
    expect([crowded.people, crowded.crowded]).toEqual([2, true])
    expect(await db.query(TeamStats).count()).toBe(2)
    const stats = (await db.get(TeamStats, team.id))!
    expect(stats).toBe(crowded)
    expect(() => new TeamStats({} as never)).toThrow(
      "TeamStats is a view: its rows are read, never added, changed or deleted.",
    )
    expect(() => db.delete(stats)).toThrow("TeamStats is a view")
    stats.people = 7
    await expect(db.flush()).rejects.toThrow("TeamStats is a view")
    expect(await statementsOf(database, async () => void (await db.rollback()))).toEqual([])
  })
})
