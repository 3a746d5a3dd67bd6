import { hash, verify, type Options } from '@node-rs/argon2'
import pLimit from 'p-limit'

/** Argon2id (the package's default algorithm) with 64 MiB of memory, three passes and four lanes. */
const defaultCost: Options = { memoryCost: 65_536, timeCost: 3, parallelism: 4 }

/** Maximum number of passwords hashed at the same time. Each needs 64 MiB. */
const maxConcurrentHashes = 4

/** Hashes and verifies passwords. */
export interface Passwords {
  hash(password: string): Promise<string>
  /**
   * Verifies a password. Without a hash, it takes the same time, so the duration does not reveal whether an account
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
      // The first call creates the placeholder hash, whether or not the account exists. Otherwise, only unknown
      // accounts would wait for it.
      const placeholderHash = await (placeholder ??= limit(() => hash('placeholder', cost)))
      const isEqual = await limit(() => verify(passwordHash ?? placeholderHash, password))
      return isEqual && passwordHash !== undefined
    },
  }
}
