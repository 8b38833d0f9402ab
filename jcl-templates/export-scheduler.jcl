//* ---
//* template: export-scheduler
//* purpose: Write an application description of IBM Z Workload Scheduler as
//*   batch-loader statements
//* parameters:
//*   step: { type: step-name }
//*   subsystem: { type: subsystem }
//*   application: { type: application }
//*   execLibrary:
//*     type: data-set
//*     optional: true
//*     says: SEQQWAPL where SYSPROC of the system has it not
//*   output:
//*     type: library-member
//*     says: member that takes the statements
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - { text: "EQQI200I LIST ADCOM ADID({{ application }})" }
//*     forbids:
//*       - { text: "EQQI103W" }
//* writes: [ "{{ output | library }}" ]
//* ---
//{{ step }} EXEC PGM=IKJEFT01,DYNAMNBR=50,COND=(0,NE),
//             PARM='%EQQYXTOP SUBSYS({{ subsystem }})'
{% if execLibrary %}
//SYSPROC  DD DISP=SHR,DSN={{ execLibrary }}
{% endif %}
//EQQMLOG  DD SYSOUT=*
//SYSTSPRT DD SYSOUT=*
//SYSTSIN  DD DUMMY
//OUTBL    DD DISP=SHR,DSN={{ output }}
//SYSIN    DD *
  OPTIONS STRIP(Y) SHOWDFLT(N) SYNTAX(LEGACY)
  LOADDEF AD* DATA(-)
  LIST ADCOM ADID({{ application }}) SELECT(Y)
/*
