import { schemaSql } from "maru/data"
import { Author, Book, Reader } from "./models.ts"

console.log(schemaSql([Author, Book, Reader]))
