// What a session is compared with: the same shop in plain maps. Everything has a tag of its own, for the database
// gives keys that nobody can know before.

export interface Shop {
  readonly customers: Set<string>
  readonly orders: Map<string, { note: string; customer: string | null }>
  readonly lines: Map<string, { text: string; readonly order: string; readonly marks: Set<string> }>
  readonly parcels: Map<string, { line: string | null }>
  readonly marks: Set<string>
}

export function emptyShop(): Shop {
  return { customers: new Set(), orders: new Map(), lines: new Map(), parcels: new Map(), marks: new Set() }
}

export function copyShop(shop: Shop): Shop {
  return structuredClone(shop)
}

export function deleteCustomer(shop: Shop, tag: string): void {
  shop.customers.delete(tag)
  for (const [order, { customer }] of shop.orders) if (customer === tag) deleteOrder(shop, order)
}

export function deleteOrder(shop: Shop, tag: string): void {
  shop.orders.delete(tag)
  for (const [line, { order }] of shop.lines) if (order === tag) deleteLine(shop, line)
}

export function deleteLine(shop: Shop, tag: string): void {
  shop.lines.delete(tag)
  for (const parcel of shop.parcels.values()) if (parcel.line === tag) parcel.line = null
}

export function deleteMark(shop: Shop, tag: string): void {
  shop.marks.delete(tag)
  for (const { marks } of shop.lines.values()) marks.delete(tag)
}

/** Everything in it, in an order that does not depend on how it came to be. */
export function snapshot(shop: Shop): unknown {
  return {
    customers: [...shop.customers].sort(),
    orders: [...shop.orders].map(([tag, { note, customer }]) => `${tag}: ${note} of ${customer}`).sort(),
    lines: [...shop.lines]
      .map(([tag, { text, order, marks }]) => `${tag}: ${text} in ${order} with ${[...marks].sort().join()}`)
      .sort(),
    parcels: [...shop.parcels].map(([tag, { line }]) => `${tag}: ${line}`).sort(),
    marks: [...shop.marks].sort(),
  }
}
