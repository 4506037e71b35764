// Who asks, found by a guard (https://docs.nestjs.com/guards).
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  UnauthorizedException,
  createParamDecorator,
} from "@nestjs/common"
import { InjectRepository } from "@nestjs/typeorm"
import type { FastifyRequest } from "fastify"
import { MoreThan, Repository } from "typeorm"
import { cookieName, hashToken } from "#stacks/domain"
import { LoginSession, type User } from "./entities.ts"

type WithUser = FastifyRequest & { user: User }

@Injectable()
export class LoginGuard implements CanActivate {
  constructor(@InjectRepository(LoginSession) private readonly logins: Repository<LoginSession>) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<WithUser>()
    const token = request.cookies[cookieName]
    const login =
      token === undefined
        ? null
        : await this.logins.findOne({
            where: { tokenHash: hashToken(token), expiresAt: MoreThan(new Date()) },
            relations: { user: true },
          })
    if (!login) throw new UnauthorizedException()
    request.user = login.user
    return true
  }
}

export const CurrentUser = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<WithUser>().user,
)
