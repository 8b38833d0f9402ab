//* ---
//* template: bind-package
//* purpose: Bind a package by its card, which holds BIND alone
//* parameters:
//*   step: { type: step-name }
//*   ssid: { type: subsystem }
//*   card: { type: library-member }
//*   dbrmLibrary: { type: data-set }
//*   loadLibrary:
//*     type: data-set
//*     optional: true
//*     says: SDSNLOAD where it is not in the link list
//* steps:
//*   - name: "{{ step }}"
//*     accepts: [ 0, 4 ]
//*     requires:
//*       - text: "DSNT232I*SUCCESSFUL BIND FOR PACKAGE"
//*         ddname: SYSTSPRT
//*     forbids:
//*       - { text: "DSNT233I*UNSUCCESSFUL BIND", ddname: SYSTSPRT }
//* ---
//{{ step }} EXEC PGM=IKJEFT01,DYNAMNBR=20,COND=(4,LT)
{% if loadLibrary %}
//STEPLIB  DD DISP=SHR,DSN={{ loadLibrary }}
{% endif %}
//DBRMLIB  DD DISP=SHR,DSN={{ dbrmLibrary }}
//SYSTSPRT DD SYSOUT=*
//SYSPRINT DD SYSOUT=*
//SYSTSIN  DD *
  DSN SYSTEM({{ ssid }})
/*
//         DD DISP=SHR,DSN={{ card }}
//         DD *
  END
/*
