import { render } from "preact"
import { LanguageProvider } from "./language/context.tsx"
import { Notices } from "./notices/notices.tsx"
import { followLinks } from "./router/links.ts"
import { startRouter } from "./router/place.ts"
import { SessionProvider } from "./session/session.tsx"
import { Page } from "./shell/page.tsx"

const root = document.getElementById("board")
if (!root) throw new Error("The document has no element with the id board.")

const first = startRouter()
followLinks(document)
render(
  <LanguageProvider>
    <SessionProvider>
      <Notices>
        <Page first={first} />
      </Notices>
    </SessionProvider>
  </LanguageProvider>,
  root,
)
