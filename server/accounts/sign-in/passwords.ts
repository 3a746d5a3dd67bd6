import { hash, verify, type Options } from '@node-rs/argon2'
import pLimit from 'p-limit'

/** Argon2id (the package's default algorithm) with 64 MiB of memory, three passes and four lanes. */
const defaultCost: Options = { memoryCost: 65_536, timeCost: 3, parallelism: 4 }

/** Maximum number of passwords hashed at the same time. Each needs 64 MiB. */
const maxConcurrentHashes = 4

/** Hashes and verifies passwords. */
export type Passwords = ReturnType<typeof createPasswords>

export function createPasswords(cost: Options = defaultCost) {
  const limit = pLimit(maxConcurrentHashes)
  let placeholder: Promise<string> | undefined
  return {
    hash: (password: string): Promise<string> => limit(() => hash(password, cost)),
    /**
     * Verifies a password. Without a hash, it takes the same time, so the duration does not reveal whether an account
     * exists.
     */
    async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
      // The first call creates the placeholder hash, whether or not the account exists. Otherwise, only unknown
      // accounts would wait for it.
      const placeholderHash = await (placeholder ??= limit(() => hash('placeholder', cost)))
      const isEqual = await limit(() => verify(passwordHash ?? placeholderHash, password))
      return isEqual && passwordHash !== undefined
    },
  }
}
