// Run by Bun, with paths of sources as one JSON text on standard input: prints the bytes of each, without comments, types and indentation.
const paths = (await Bun.stdin.json()) as string[]

const sizes = await Promise.all(
  paths.map(async (path) => {
    const text = await Bun.file(path).text()
    if (!/\.[cm]?[jt]s$/.test(path)) return Buffer.byteLength(text)
    const loader = /\.[cm]?ts$/.test(path) ? "ts" : "js"
    const transpiler = new Bun.Transpiler({
      loader,
      target: "node",
      minifyWhitespace: true,
      deadCodeElimination: false,
    })
    return Buffer.byteLength(transpiler.transformSync(text))
  }),
)
console.log(JSON.stringify(sizes))
