/** Starting and ending the processes of a test: free ports, logs in files, readiness by polling, kill by id. */
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

/** A port that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Polls until `ready` says so, or fails with the given words once the deadline has passed. */
export async function until(ready: () => Promise<boolean>, words: string, deadlineMs = 30_000): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await ready().catch(() => false))) {
    if (Date.now() > end) throw new Error(`${words} (waited ${deadlineMs} ms)`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** True once the address answers with 200. */
export async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await answer.arrayBuffer();
  return answer.status === 200;
}

/** A child process whose output, both streams, is in one file. */
export interface Running {
  readonly pid: number;
  readonly logFile: string;
  /** Everything written so far. */
  logs(): string;
  /** The exit code once it has ended by itself; undefined while it runs. */
  exitCode(): number | undefined;
  /** Ends it (SIGTERM, after five seconds SIGKILL) and waits until it is gone. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** Starts a program. The environment is the given one on top of a small part of ours, so that no test inherits a setting. */
export function start(command: string, args: string[], env: Record<string, string>, cwd: string, logFile: string): Running {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, "a");
  const child = spawn(command, args, { cwd, env: { ...inherited(), ...env }, stdio: ["ignore", log, log] });
  fs.closeSync(log);
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  const ended = new Promise<void>((done) => {
    child.once("exit", () => done());
    child.once("error", () => done());
  });
  return {
    pid: child.pid ?? -1,
    logFile,
    logs: () => fs.readFileSync(logFile, "utf8") + (failure ? `\n${failure.message}` : ""),
    exitCode: () => (failure ? 127 : (child.exitCode ?? (child.signalCode ? 128 : undefined))),
    stop: () => end(child, ended, "SIGTERM"),
    kill: () => end(child, ended, "SIGKILL"),
  };
}

async function end(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const hard = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(hard);
}

/** No AWS_* and no BELVEDERE_* of the person who runs the tests may reach a server under test. */
function inherited(): Record<string, string> {
  const kept = ["PATH", "HOME", "LANG", "TMPDIR"];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
