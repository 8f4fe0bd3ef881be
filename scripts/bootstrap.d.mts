export declare const ROOT: string;
export declare function bootstrap(options?: { browser?: boolean }): Promise<void>;
export declare function findPnpm(): { command: string; args: string[] };
