import type { JSX } from "preact"
import { useTexts } from "../language/context.tsx"

/** The floor that the page stands on. */
export function Footer(): JSX.Element {
  const texts = useTexts()
  return (
    <footer class="floor">
      <div class="floor-text">
        <p>{texts.footer.about}</p>
        <nav aria-label={texts.footer.more}>
          <a href="/docs" rel="external">
            {texts.footer.docs}
          </a>
          <a href="/reference" rel="external">
            {texts.footer.reference}
          </a>
        </nav>
      </div>
    </footer>
  )
}
