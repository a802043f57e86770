import { synthAccessFile } from "./lib/access-file";

synthAccessFile();
