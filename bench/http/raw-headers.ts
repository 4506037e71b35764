/** The headers that Maru sends with every answer by default, so that the raw programs write as many bytes. */
export const securityHeaders: Readonly<Record<string, string>> = {}
