// Values of one request (https://docs.nestjs.com/fundamentals/injection-scopes). Nest ends no request's values by itself:
// an interceptor of the same request does.
import {
  type CallHandler,
  Controller,
  type ExecutionContext,
  type FactoryProvider,
  Get,
  Inject,
  Injectable,
  type NestInterceptor,
  Scope,
  SerializeOptions,
  UseInterceptors,
} from "@nestjs/common"
import { type Observable, finalize } from "rxjs"
import * as domain from "#http/domain"
import { Report } from "./models.ts"

const ofRequest = (provide: string, inject: string[], useFactory: FactoryProvider["useFactory"]): FactoryProvider => ({
  provide,
  scope: Scope.REQUEST,
  inject,
  useFactory,
})

export const reportProviders: FactoryProvider[] = [
  ofRequest("line", [], domain.openLine),
  ofRequest("work", ["line"], domain.beginWork),
  ofRequest("member", ["work"], domain.findMember),
  ofRequest("rights", ["member"], domain.rightsOf),
  ofRequest("report", ["member", "rights"], domain.reportFor),
]

@Injectable({ scope: Scope.REQUEST })
class Ending implements NestInterceptor {
  constructor(
    @Inject("line") private readonly line: domain.Line,
    @Inject("work") private readonly work: domain.Work,
  ) {}

  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    const end = (): void => {
      domain.endWork(this.work)
      domain.closeLine(this.line)
    }
    return next.handle().pipe(finalize(end))
  }
}

@Controller()
export class ReportController {
  constructor(@Inject("report") private readonly report: domain.Report) {}

  @Get("report")
  @UseInterceptors(Ending)
  @SerializeOptions({ type: Report })
  find(): domain.Report {
    return this.report
  }
}
