import type { JSX } from "preact"
import { session } from "../api/board.ts"
import { useLoad } from "../api/load.ts"
import type { Device } from "../api/types.ts"
import { useTexts } from "../language/context.tsx"
import { useNotify } from "../notices/notices.tsx"
import { Failed, Waiting } from "../parts/states.tsx"
import { Time } from "../parts/time.tsx"
import { useAct } from "./act.ts"

/** Where somebody is logged in, with the way out of each. */
export function DevicesPart(): JSX.Element {
  const texts = useTexts()
  const notify = useNotify()
  const { pending, act } = useAct()
  const { state, again, change } = useLoad("devices", session.devices)

  const end = (device: Device): void =>
    act(async () => {
      await session.endDevice(device.id)
      change((devices) => devices.filter(({ id }) => id !== device.id))
      notify(texts.settings.deviceEnded)
    })
  const endOthers = (): void =>
    act(async () => {
      await session.endOthers()
      change((devices) => devices.filter(({ current }) => current))
      notify(texts.settings.othersEnded)
    })
  return (
    <section aria-labelledby="devices-title">
      <h2 id="devices-title">{texts.settings.devices}</h2>
      {state.status === "loading" && <Waiting lines={2} />}
      {state.status === "failed" && <Failed problem={state.problem} again={again} />}
      {state.status === "ready" && (
        <ul class="devices">
          {state.value.map((device) => (
            <li key={device.id}>
              <span>
                {texts.settings.loggedIn} <Time at={device.createdAt} />
              </span>
              {device.current ? (
                <strong>{texts.settings.thisDevice}</strong>
              ) : (
                <button type="button" class="plain" aria-disabled={pending} onClick={() => end(device)}>
                  {texts.settings.endDevice}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {state.status === "ready" && state.value.length > 1 && (
        <div class="actions">
          <button type="button" class="plain" aria-disabled={pending} onClick={endOthers}>
            {texts.settings.endOthers}
          </button>
        </div>
      )}
    </section>
  )
}
