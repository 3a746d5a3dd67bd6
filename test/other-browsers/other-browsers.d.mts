export declare const packages: string[]
export declare function findOtherBrowsers(): { firefox?: string }
