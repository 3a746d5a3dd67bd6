import { hash, verify, type Options } from '@node-rs/argon2'
import pLimit from 'p-limit'

/** Argon2id (the default of the package): 64 MB, three passes, four lanes. */
const defaultCost: Options = { memoryCost: 65_536, timeCost: 3, parallelism: 4 }

/** Maximum number of passwords that are hashed at a time, each with 64 MB. */
const maxConcurrentHashes = 4

/** Hashes and verifies passwords. */
export interface Passwords {
  hash(password: string): Promise<string>
  /**
   * Verifies a password. Takes the same time without a hash, so that the time does not reveal whether an account
   * exists.
   */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>
}

export function createPasswords(cost: Options = defaultCost): Passwords {
  const limit = pLimit(maxConcurrentHashes)
  let placeholder: Promise<string> | undefined
  return {
    hash: (password) => limit(() => hash(password, cost)),
    async verify(passwordHash, password) {
      // Created by the first call for any account; otherwise, only unknown accounts would wait for it.
      const placeholderHash = await (placeholder ??= limit(() => hash('placeholder', cost)))
      const isEqual = await limit(() => verify(passwordHash ?? placeholderHash, password))
      return isEqual && passwordHash !== undefined
    },
  }
}
