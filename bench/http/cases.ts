import { layerNames, openRoutes, plainRoutes } from "./domain.ts"
import { dataBytes } from "./files.ts"

/** A request and the answer that every program must give to it, byte for byte. */
export interface Exchange {
  readonly method: "GET" | "POST"
  readonly path: string
  readonly body?: string
  /** Headers of the request beside the content type of its body. */
  readonly sends?: Readonly<Record<string, string>>
  /** Status of the answer; 200 unless it says otherwise. */
  readonly status?: number
  readonly answer: string | Buffer
  /** Content type of the answer; application/json unless it says otherwise. */
  readonly type?: string
  /** Whether it is asked for again with the validators of an earlier answer, and answered by 304 without a body. */
  readonly conditional?: boolean
  /** Headers that the answer has to have beside those of every answer. */
  readonly headers?: readonly string[]
  /** Whether it is refused: by 400 in some frameworks and by 422 in others, and in words of their own. */
  readonly refused?: boolean
}

/** One case of the suite `http`. */
export interface HttpCase {
  readonly name: string
  /** Whether each request waits for the disk: then requests per second of processor time are told too. */
  readonly waitsForDisk?: boolean
  /** Seconds of load before the timing where a second is too short for the runtimes to have compiled what runs. */
  readonly warmUp?: number
  /** What is timed. */
  readonly timed: Exchange
  /** Timed in turn with the first, where a case has several requests. */
  readonly spread?: readonly Exchange[]
  /** Checked only: other requests that must be answered well. */
  readonly also: readonly Exchange[]
  /** Checked only: requests that must be answered by 4xx. */
  readonly refused: readonly Omit<Exchange, "answer">[]
}

const offer = (path: string): Omit<Exchange, "answer"> => ({ method: "GET", path })
const post = (body: unknown): Omit<Exchange, "answer"> => ({
  method: "POST",
  path: "/people",
  body: typeof body === "string" ? body : JSON.stringify(body),
})

const person = {
  name: "Kim Mina",
  email: "mina@example.com",
  age: 34,
  active: true,
  role: "editor",
  score: 87.25,
  tags: ["reader", "writer", "seoul"],
  address: { street: "12 Hangang-daero", city: "Seoul", zip: "04379" },
}
const personAnswer = JSON.stringify({ id: 1, ...person })
const longList = Array.from({ length: 11 }, (_, index) => `tag ${index}`)

/** All 500, those with parameters between those without. */
const topics: readonly Exchange[] = plainRoutes.flatMap(({ number, path }, place) => {
  const open = openRoutes[place]!
  return [
    { ...offer(path), answer: `{"route":${number},"id":""}` },
    { ...offer(`${open.start}/id${place}/${open.end}`), answer: `{"route":${open.number},"id":"id${place}"}` },
  ]
})

const file: Exchange = {
  method: "GET",
  path: "/files/data.bin",
  answer: dataBytes,
  type: "application/octet-stream",
}

export const httpCases: readonly HttpCase[] = [
  {
    name: "json",
    timed: {
      method: "GET",
      path: "/json",
      answer: `{"id":7,"name":"Desk lamp","price":39.5,"inStock":true,"tags":["home","light"]}`,
    },
    also: [],
    refused: [offer("/nothing-here")],
  },
  {
    name: "params",
    timed: {
      ...offer("/shops/seoul/items/42?limit=20&maxPrice=99.5&available=true"),
      answer: `{"shop":"seoul","item":42,"limit":20,"maxPrice":99.5,"available":true}`,
    },
    also: [
      {
        ...offer("/shops/%EB%A7%88%EB%A3%A8/items/1?available=false&limit=1&maxPrice=0&unknown=1"),
        answer: `{"shop":"마루","item":1,"limit":1,"maxPrice":0,"available":false}`,
      },
    ],
    refused: [
      offer("/shops/seoul/items/x?limit=20&maxPrice=99.5&available=true"),
      offer("/shops/seoul/items/1.5?limit=20&maxPrice=99.5&available=true"),
      offer("/shops/seoul/items/42?limit=0&maxPrice=99.5&available=true"),
      offer("/shops/seoul/items/42?limit=101&maxPrice=99.5&available=true"),
      offer("/shops/seoul/items/42?limit=20&maxPrice=-1&available=true"),
      offer("/shops/seoul/items/42?limit=20&maxPrice=99.5&available=maybe"),
      offer("/shops/seoul/items/42?maxPrice=99.5&available=true"),
    ],
  },
  {
    name: "validate",
    timed: { ...post(person), answer: personAnswer },
    also: [{ ...post({ ...person, admin: true }), answer: personAnswer }],
    refused: [
      post({ ...person, name: "" }),
      post({ ...person, email: "mina" }),
      post({ ...person, age: 34.5 }),
      post({ ...person, age: "old" }),
      post({ ...person, role: "owner" }),
      post({ ...person, tags: longList }),
      post({ ...person, address: { ...person.address, zip: "0437" } }),
      post({ ...person, address: undefined }),
      post("{"),
    ],
  },
  {
    name: "invalid",
    timed: { ...post({ ...person, age: "old", tags: longList }), answer: "", refused: true },
    also: [],
    refused: [],
  },
  {
    name: "di",
    timed: { ...offer("/report"), answer: `{"member":"mina","rights":["read:mina","write:own"],"open":true}` },
    also: [],
    refused: [],
  },
  {
    name: "middleware",
    timed: {
      ...offer("/layers"),
      answer: `{"id":7,"name":"Desk lamp","price":39.5,"inStock":true,"tags":["home","light"]}`,
      headers: layerNames,
    },
    also: [],
    refused: [],
  },
  {
    name: "routes",
    timed: topics[0]!,
    spread: topics.slice(1),
    also: [],
    refused: [offer("/area-0/topic-999"), offer("/group-0/7/part-999")],
  },
  {
    name: "static",
    timed: file,
    also: [],
    refused: [offer("/files/nothing.bin"), offer("/files/..%2ffiles.ts")],
  },
  {
    name: "not-modified",
    timed: { ...file, conditional: true },
    also: [file],
    refused: [],
  },
]
