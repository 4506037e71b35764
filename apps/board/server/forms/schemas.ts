import { z } from "zod"

/** What a form sends back with its token. The rules are looked at later, so that faults can stand beside the fields. */
const Form = z.object({ token: z.string().default("") })

export const LoginForm = Form.extend({ email: z.string().default(""), password: z.string().default("") })

export const SignupForm = LoginForm.extend({ nickname: z.string().default("") })

export const LogoutForm = Form
