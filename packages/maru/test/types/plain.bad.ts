// Nothing of Maru: shows that the check of type messages sees what the compiler says.

// error: Type 'number' is not assignable to type 'string'.
export const name: string = 1

// error: Cannot find name 'nowhere'.
// error: Cannot find name 'nothing'.
export const pair = [nowhere, nothing]
