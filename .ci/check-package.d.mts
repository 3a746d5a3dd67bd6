export declare function checkTarball(tarball: string): Promise<string[]>
