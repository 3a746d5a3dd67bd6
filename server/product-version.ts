/** Version of all packages. Updated by `npm run release:version`. */
export const productVersion = '0.2.0'
