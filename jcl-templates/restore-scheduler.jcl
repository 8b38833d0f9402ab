//* ---
//* template: restore-scheduler
//* purpose: Load the application description as it was exported
//* parameters:
//*   step: { type: step-name }
//*   subsystem: { type: subsystem }
//*   application: { type: application }
//*   card:
//*     type: library-member
//*     says: member that export-scheduler wrote
//* steps:
//*   - name: "{{ step }}"
//*     requires:
//*       - text: "EQQY001I*{{ application }}*PROCESSED SUCCESSFULLY"
//*         ddname: EQQMLOG
//*       - { text: "EQQY004I END OF PROCESSING*", ddname: EQQMLOG }
//*     forbids:
//*       - { text: "EQQY003E", ddname: EQQMLOG }
//* ---
//{{ step }} EXEC PGM=EQQYLTOP,COND=(0,NE)
//EQQMLOG  DD SYSOUT=*
//EQQDUMP  DD SYSOUT=*
//SYSIN    DD *
OPTIONS SUBSYS({{ subsystem }}) ACTION(REPLACE) CHECK(Y)
/*
//         DD DISP=SHR,DSN={{ card }}
