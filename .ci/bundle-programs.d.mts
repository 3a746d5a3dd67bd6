export declare const runtimePackages: readonly string[]
