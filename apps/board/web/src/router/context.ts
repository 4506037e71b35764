import { type Context, createContext } from "preact"
import { useContext } from "preact/hooks"
import type { Place } from "./place.ts"

export const PlaceContext: Context<Place | undefined> = createContext<Place | undefined>(undefined)

/** Where the page is. */
export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (!place) throw new Error("usePlace is used outside of the page.")
  return place
}
