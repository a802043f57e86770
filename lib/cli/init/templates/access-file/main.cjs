require("cdktf-acr-auth/access-file").synthAccessFile();
