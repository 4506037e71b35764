import { App, dependency, get, path, port, raises, returns } from "maru"
import { z } from "zod"

// #region port
interface Weather {
  degrees(city: string): Promise<number | undefined>
}

const weather = port<Weather>("weather")
// #endregion port

// #region endpoint
class CityUnknown extends Error {}
const Report = z.object({ city: z.string(), degrees: z.number() })

const report = get(
  "/weather/:city",
  { city: path(z.string()), weather },
  returns(200, Report),
  raises(404, CityUnknown),
  async ({ city, weather }) => {
    const degrees = await weather.degrees(city)
    if (degrees === undefined) throw new CityUnknown(`${city} has no station.`)
    return { city, degrees }
  },
)
// #endregion endpoint

// #region provide
class FixedWeather implements Weather {
  async degrees(city: string): Promise<number | undefined> {
    return city === "Seoul" ? 21.5 : undefined
  }
}

export const app = new App({ title: "Weather", version: "1.0.0" }, [report])
app.provide(weather, new FixedWeather())
// #endregion provide

// #region provider
export const other = new App({ title: "Weather", version: "1.0.0" }, [report])
other.provide(
  weather,
  dependency(() => new FixedWeather(), { scope: "app" }),
)
// #endregion provider
