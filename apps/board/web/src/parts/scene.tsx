import type { JSX } from "preact"

const rafters = Array.from({ length: 25 }, (_, index) => index * 40)
/** Where the seams between the boards reach the edge of the floor; all run to one point at the horizon. */
const seams = Array.from({ length: 23 }, (_, index) => -400 + index * 80)
const fruits = [
  [884, 82],
  [838, 96],
  [806, 122],
  [770, 104],
] as const

/** The view from the floor: eaves above, hills beyond the wall, tea, and a cat asleep. Day or night with the theme. */
export function Scene(): JSX.Element {
  return (
    <svg class="scene" viewBox="0 0 960 240" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
      <rect class="scene-sky" width="960" height="240" />
      <circle class="scene-light" cx="590" cy="76" r="25" />
      <path
        class="scene-hill scene-hill-3"
        d="M0 128c90-34 150-40 232-16s120-44 214-46 128 44 214 40 190-42 300 2v92H0Z"
      />
      <path class="scene-hill scene-hill-2" d="M0 152c110-30 214-24 300-4s170-34 270-28 240 38 390 10v70H0Z" />
      <path class="scene-hill scene-hill-1" d="M0 172c140-22 260-8 360-4s220-22 330-14 190 14 270 6v50H0Z" />
      <path class="scene-wall" d="M0 174h960v30H0Z" />
      <path class="scene-tiles" d="M0 168h960l0 9H0Z" />
      <path
        class="scene-branch"
        d="M970 34c-40 18-74 26-112 30-34 4-66 14-100 30M884 62v12M838 67v20M806 76v38M770 88v8"
      />
      <path
        class="scene-leaf"
        d="M940 44c-4-14-18-18-28-14 4 12 14 18 28 14ZM862 62c-6-12-18-14-28-8 6 10 16 14 28 8ZM822 72c-10-8-22-6-28 2 8 8 18 8 28-2ZM762 92c-12-6-22-2-26 8 10 4 20 2 26-8Z"
      />
      {fruits.map(([x, y]) => (
        <circle key={x} class="scene-fruit" cx={x} cy={y} r="10" />
      ))}
      <Floor />
      <path class="scene-post" d="M228 0h24v206h-24ZM708 0h24v206h-24Z" />
      <path class="scene-stone" d="M222 200h36l4 10h-44ZM702 200h36l4 10h-44Z" />
      <path class="scene-eave" d="M0 0h960v22q-480 16-960 0Z" />
      {rafters.map((x) => (
        <circle key={x} class="scene-rafter" cx={x} cy={eaveAt(x) - 3} r="6.5" />
      ))}
      <TeaTable />
      <Cat />
    </svg>
  )
}

function Floor(): JSX.Element {
  return (
    <>
      <path class="scene-floor" d="M0 200h960v40H0Z" />
      <path class="scene-seam" d={seams.map((x) => `M${x} 240 ${480 + (x - 480) * 0.74} 200`).join("")} />
      <path class="scene-edge" d="M0 200h960v4H0Z" />
    </>
  )
}

function TeaTable(): JSX.Element {
  return (
    <>
      <ellipse class="scene-shade" cx="416" cy="228" rx="48" ry="5" />
      <path
        class="scene-table"
        d="M374 203h84v5h-84ZM380 208h6c0 8-1 13-3 18h-6c2-5 3-10 3-18ZM452 208h-6c0 8 1 13 3 18h6c-2-5-3-10-3-18Z"
      />
      <path class="scene-bowl" d="M398 191h22c0 8-4 12-11 12s-11-4-11-12ZM428 195h16c0 5-3 8-8 8s-8-3-8-8Z" />
      <path class="scene-steam" d="M405 187c-4-5 4-7 0-13M413 187c-4-5 4-7 0-13" />
    </>
  )
}

function Cat(): JSX.Element {
  return (
    <>
      <ellipse class="scene-cushion" cx="560" cy="225" rx="50" ry="8" />
      <path
        class="scene-cat"
        d="M522 221c-2-16 14-27 34-27 22 0 36 11 38 23 1 5-3 8-8 8h-56c-5 0-8-1-8-4Z M516 212l2-14 8 6c4-1 8-1 11 0l8-6 2 14c0 8-7 13-16 13s-15-5-15-13Z"
      />
      <path class="scene-face" d="M522 212c2 2 4 2 6 0M534 212c2 2 4 2 6 0" />
    </>
  )
}

/** How low the eaves hang at a place: they are the curve of the path above. */
function eaveAt(x: number): number {
  const along = x / 960
  return 22 + 2 * along * (1 - along) * 16
}
