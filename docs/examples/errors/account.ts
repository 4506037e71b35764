// #region classes
export class AccountNotFound extends Error {}

export class NotEnoughMoney extends Error {
  static readonly code = "balance-too-low"

  constructor(balance: number) {
    super(`There are only ${balance} won in this account.`)
  }
}
// #endregion classes

// #region domain
const balances = new Map([[1, 5000]])

export function withdraw(id: number, amount: number): number {
  const balance = balances.get(id)
  if (balance === undefined) throw new AccountNotFound(`There is no account ${id}.`)
  if (balance < amount) throw new NotEnoughMoney(balance)
  balances.set(id, balance - amount)
  return balance - amount
}
// #endregion domain
